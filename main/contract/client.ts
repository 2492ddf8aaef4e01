import { createORPCClient, ORPCError } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import type { ContractRouterClient } from '@orpc/contract'
import { AppError, type ErrorCode } from '../domain/errors.ts'
import { type contract, RPC_PREFIX } from './index.ts'

export type SubarcClient = ContractRouterClient<typeof contract>

export interface ClientOptions {
  /** Origin of the handler: `http://127.0.0.1:4242`, `app://subarc`; any origin where `fetch` goes straight to the handler. */
  readonly origin: string
  readonly fetch: (request: Request) => Promise<Response>
}

/** The contract as functions: one client for the window, the browser, the command line and the tests. */
export function createClient({ origin, fetch }: ClientOptions): SubarcClient {
  const link = new RPCLink({ url: new URL(RPC_PREFIX, origin), fetch: request => fetch(request) })
  return createORPCClient(link)
}

/** Code of the one error type that crosses the wire; its data hold the AppError's code and details. */
export const WIRE_ERROR = 'SUBARC'

/** The AppError that a failed call carries: what the core threw, or the plainest truth about why no answer came. */
export function errorFromCall(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (error instanceof ORPCError) {
    const data: unknown = error.data
    if (error.code === WIRE_ERROR && typeof data === 'object' && data !== null && 'code' in data) {
      const details = 'details' in data && typeof data.details === 'object' && data.details !== null ? data.details : {}
      return new AppError(data.code as ErrorCode, error.message, { ...details }, error)
    }
    return new AppError(error.status === 400 ? 'bad-input' : 'internal', error.message, {}, error)
  }
  const message = error instanceof Error ? error.message : String(error)
  return new AppError('internal', `The core did not answer: ${message}`, {}, error)
}
