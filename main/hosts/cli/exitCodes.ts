import type { ErrorCode } from '../../domain/errors.ts'

/** Exit codes of the command line, as `subarc --help` prints them. */
export const EXIT_CODES = {
  ok: 0,
  internal: 1,
  'bad-input': 2,
  'not-found': 3,
  conflict: 4,
  forbidden: 5,
  unsupported: 6,
  'no-space': 7,
  diverged: 8,
  stopped: 9,
  'device-unavailable': 10,
  /** `subarc fits verify` found errors in the file. */
  'not-valid': 11,
  'no-memory': 12,
} as const satisfies Record<'ok' | 'not-valid' | ErrorCode, number>

export const exitCodeOf = (code: string): number =>
  code in EXIT_CODES ? EXIT_CODES[code as keyof typeof EXIT_CODES] : EXIT_CODES.internal
