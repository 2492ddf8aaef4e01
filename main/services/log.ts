import { appendFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import type { Log } from './context.ts'

/** Where a workspace's log is. */
export const logFile = (workspacePath: string): string => join(workspacePath, 'subarc.log')

/** Past this size the log begins anew and the old one is kept beside it, once. */
const maxLogBytes = 5 * 2 ** 20

/** A log file that never grows without bound. A disk that is full must not stop the product, so failures are dropped. */
export function openLog(file: string, now: () => Date): Log {
  const write = (level: string, message: string): void => {
    try {
      if (sizeOf(file) > maxLogBytes) renameSync(file, `${file}.old`)
      appendFileSync(file, `${now().toISOString()} ${level} ${message}\n`, { mode: 0o600 })
    } catch {
      return
    }
  }
  return {
    info: message => write('info', message),
    warn: message => write('warning', message),
    error: (message, error) => write('error', error === undefined ? message : `${message}\n${inspect(error)}`),
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}
