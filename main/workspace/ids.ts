import { randomBytes } from 'node:crypto'

/** A new id that sorts by day and can be read aloud: `run-20260314-9f2c61`. */
export function newId(prefix: string, now: Date): string {
  return `${prefix}-${now.toISOString().slice(0, 10).replaceAll('-', '')}-${randomBytes(4).toString('hex')}`
}
