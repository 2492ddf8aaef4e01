import type { JobUsage } from '../../../main/contract/jobs.ts'
import { t } from '../../text/t.ts'
import { formatBytes, formatFixed } from '../../ui/format.ts'

/** What a job takes of the machine, as pairs of a name and a value with its unit. */
function usageFacts(usage: JobUsage): readonly (readonly [string, string])[] {
  const { cores, coresOfMachine, memoryBytes, gpu } = usage
  return [
    [t.jobs.processor, t.jobs.ofCores(formatFixed(cores, 1), coresOfMachine)],
    [t.jobs.memory, formatBytes(memoryBytes)],
    ...(gpu === null
      ? []
      : ([
          [t.jobs.graphicsProcessor, t.jobs.percentBusy(formatFixed(gpu.busyPercent, 0))],
          [t.jobs.itsMemory, t.jobs.ofMemory(formatBytes(gpu.memoryBytes), formatBytes(gpu.memoryTotalBytes))],
        ] as const)),
  ]
}

export const usageText = (usage: JobUsage): string =>
  usageFacts(usage)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')
