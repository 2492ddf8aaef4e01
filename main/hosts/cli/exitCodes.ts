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
  /** `subarc fits verify` or `subarc workspace check` found errors. */
  'not-valid': 11,
  'no-memory': 12,
} as const satisfies Record<'ok' | 'not-valid' | ErrorCode, number>

export const exitCodeOf = (code: string): number =>
  code in EXIT_CODES ? EXIT_CODES[code as keyof typeof EXIT_CODES] : EXIT_CODES.internal

/** When a command ends with which code. */
const MEANINGS: Record<keyof typeof EXIT_CODES, string> = {
  ok: 'done',
  internal: 'a fault of Subarc; `subarc doctor --report` prints what to send with a report of it',
  'bad-input': 'an argument, a file or a value that cannot be used; the message says what can',
  'not-found': 'no such dataset, run, file or folder',
  conflict: 'something is in the way: a name that is taken, a file that exists, a workspace that another process holds',
  forbidden: 'no permission to read or write it',
  unsupported: 'a format or a version that Subarc does not know',
  'no-space': 'the disk is full',
  diverged: 'the training diverged',
  stopped: 'stopped before its end, by Ctrl-C or from another door',
  'device-unavailable': 'the device is not there or not correct; `subarc doctor` says why',
  'not-valid': '`subarc fits verify` or `subarc workspace check` found errors',
  'no-memory': 'the memory that is free, or allowed, would not do',
}

export const EXIT_MEANINGS: readonly { readonly code: number; readonly name: string; readonly meaning: string }[] =
  Object.entries(EXIT_CODES).map(([name, code]) => ({ code, name, meaning: MEANINGS[name as keyof typeof MEANINGS] }))
