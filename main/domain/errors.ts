/** What went wrong, in a form that every door (window, browser, command line) can show. */
export type ErrorCode =
  | 'bad-input'
  | 'not-found'
  | 'unsupported'
  | 'conflict'
  | 'forbidden'
  | 'no-space'
  | 'no-memory'
  | 'diverged'
  | 'stopped'
  | 'device-unavailable'
  | 'internal'

/**
 * The one error of the product. `message` says what happened and what to do about it; `details` holds the
 * plain values (path, field, limit) that a program may want.
 */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly details: Readonly<Record<string, unknown>>

  constructor(code: ErrorCode, message: string, details: Record<string, unknown> = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.details = details
  }
}

/** The error as it is shown: an AppError as it is, anything else under the code `internal`. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  const message = error instanceof Error ? error.message : String(error)
  return new AppError('internal', message, {}, error)
}
