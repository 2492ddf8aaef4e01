import { cpus } from 'node:os'
import type { EngineEvent } from '../../engine/port.ts'
import type { JobControl } from '../jobs.ts'
import { type GpuUse, readGpuUse, usesGpu } from './gpuUse.ts'

/** Hands on what an engine takes of the machine; where it runs on a graphics processor, with what that one says of itself. */
export function createUsageReport(control: JobControl, device: string): (event: EngineEvent) => void {
  const onGpu = usesGpu(device)
  let gpu: GpuUse | null = null
  let asking = false
  const askGpu = async (): Promise<void> => {
    asking = true
    gpu = await readGpuUse()
    asking = false
  }
  return event => {
    if (event.type !== 'usage') return
    if (onGpu && !asking) void askGpu()
    const { cores, memoryBytes } = event
    control.usage({ cores, memoryBytes, coresOfMachine: cpus().length, gpu })
  }
}
