import { readFileSync } from 'node:fs'
import type { RunControl } from './control.ts'
import type { EngineEvent } from './port.ts'

/** What a job is given by the process that runs it. */
export interface JobHost {
  readonly control: RunControl
  emit(event: EngineEvent): void
}

/**
 * The most memory that this process has held, in bytes. On Linux the kernel's high-water mark of this program: `maxRSS` begins
 * with what the process held that started it.
 */
export function peakMemoryBytes(): number {
  const mark = process.platform === 'linux' ? /^VmHWM:\s+(\d+) kB/m.exec(readStatus())?.[1] : undefined
  return 1024 * (mark === undefined ? process.resourceUsage().maxRSS : Number(mark))
}

function readStatus(): string {
  try {
    return readFileSync('/proc/self/status', 'utf8')
  } catch {
    return ''
  }
}
