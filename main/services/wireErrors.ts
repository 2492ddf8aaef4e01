import { ORPCError } from '@orpc/client'
import { ValidationError } from '@orpc/contract'
import { WIRE_ERROR } from '../contract/client.ts'
import { AppError, type ErrorCode } from '../domain/errors.ts'
import type { Log } from './context.ts'

const statusOf: Record<ErrorCode, number> = {
  'bad-input': 400,
  'not-found': 404,
  unsupported: 422,
  conflict: 409,
  forbidden: 403,
  'no-space': 507,
  'no-memory': 507,
  diverged: 422,
  stopped: 409,
  'device-unavailable': 503,
  internal: 500,
}

/** What a client may see of a failure. What nobody expected is logged with its stack and answered without a trace. */
export function presentable(error: unknown, log: Log): AppError {
  if (error instanceof AppError) return error
  if (error instanceof ORPCError) {
    const invalid = error.cause instanceof ValidationError ? fieldError(error.cause, error.code) : undefined
    if (invalid) return invalid
    if (error.status < 500) return new AppError(error.status === 404 ? 'not-found' : 'bad-input', error.message)
  }
  log.error('A request failed', error)
  return new AppError('internal', 'Something unexpected went wrong inside of Subarc. Its log says more.')
}

/** A wrong input names its fields; a wrong output is our own fault and no business of the client's. */
function fieldError(error: ValidationError, code: string): AppError | undefined {
  if (code !== 'BAD_REQUEST') return undefined
  const fields = error.issues.map(issue => {
    const path = (issue.path ?? []).map(part => String(typeof part === 'object' ? part.key : part)).join('.')
    return { field: path, problem: issue.message }
  })
  const listed = fields.slice(0, 5).map(({ field, problem }) => (field === '' ? problem : `${field}: ${problem}`))
  return new AppError('bad-input', `The request is not as it must be. ${listed.join('; ')}.`, { fields })
}

export function toWireError(error: AppError): ORPCError<string, unknown> {
  return new ORPCError(WIRE_ERROR, {
    status: statusOf[error.code],
    message: error.message,
    data: { code: error.code, details: { ...error.details } },
  })
}

/** The answer of a route that is no typed call, in the form that a client of typed calls understands too. */
export function errorResponse(error: AppError, status = statusOf[error.code]): Response {
  const { code, message, data } = toWireError(error)
  return Response.json({ json: { defined: false, code, status, message, data } }, { status })
}
