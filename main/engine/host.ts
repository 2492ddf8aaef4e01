import type { RunControl } from './control.ts'
import type { EngineEvent } from './port.ts'

/** What a job is given by the process that runs it. */
export interface JobHost {
  readonly control: RunControl
  emit(event: EngineEvent): void
}

/** The most memory that this process has held, in bytes. */
export function peakMemoryBytes(): number {
  return process.resourceUsage().maxRSS * 1024
}
