import type { JobUsage } from '../../../main/contract/jobs.ts'
import { formatBytes, formatFixed } from '../../ui/format.ts'

/** What a job takes of the machine, as pairs of a name and a value with its unit. */
export function usageFacts(usage: JobUsage): readonly (readonly [string, string])[] {
  const { cores, coresOfMachine, memoryBytes, gpu } = usage
  return [
    ['Processor', `${formatFixed(cores, 1)} of ${coresOfMachine} cores`],
    ['Memory', formatBytes(memoryBytes)],
    ...(gpu === null
      ? []
      : ([
          ['Graphics processor', `${formatFixed(gpu.busyPercent, 0)} % busy`],
          ['Its memory', `${formatBytes(gpu.memoryBytes)} of ${formatBytes(gpu.memoryTotalBytes)}`],
        ] as const)),
  ]
}

export const usageText = (usage: JobUsage): string =>
  usageFacts(usage)
    .map(([name, value]) => `${name.toLowerCase()} ${value}`)
    .join(', ')
