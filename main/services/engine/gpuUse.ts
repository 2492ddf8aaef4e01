import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

export interface GpuUse {
  readonly busyPercent: number
  readonly memoryBytes: number
  readonly memoryTotalBytes: number
}

const MEBIBYTE = 2 ** 20
const PATIENCE_MS = 5000

/**
 * What the busiest graphics processor of this machine says of itself: NVIDIA's by its own tool (nvidia-smi, which comes with
 * the driver), AMD's on Linux by the kernel (Linux documentation, "AMDGPU Driver", gpu_busy_percent). Null where neither is there.
 */
export async function readGpuUse(): Promise<GpuUse | null> {
  const all = [...(await nvidia()), ...(process.platform === 'linux' ? await amd() : [])]
  return all.toSorted((a, b) => b.busyPercent - a.busyPercent)[0] ?? null
}

/** Devices whose work is done on the processor, whatever graphics processors there are. */
const ON_PROCESSOR: readonly string[] = ['onnx:cpu', 'reference']

/** Whether a device computes on a graphics processor. */
export const usesGpu = (device: string): boolean => !ON_PROCESSOR.includes(device)

/** The cards and the driver that a run on such a device had, for its record; empty on the processor or where nothing tells. */
export async function describeGpus(device: string): Promise<{ gpu?: string; gpuDriver?: string }> {
  return usesGpu(device) ? parseCards(await askNvidia('name,driver_version')) : {}
}

/** Lines of 'name, driver': all cards of a machine have one driver. */
export function parseCards(text: string): { gpu?: string; gpuDriver?: string } {
  const cards = text.split('\n').flatMap(line => {
    const at = line.lastIndexOf(',')
    return at < 0 ? [] : [{ name: line.slice(0, at).trim(), driver: line.slice(at + 1).trim() }]
  })
  const [first] = cards
  return first ? { gpu: cards.map(card => card.name).join(', '), gpuDriver: first.driver } : {}
}

const nvidia = async (): Promise<GpuUse[]> =>
  parseNvidiaSmi(await askNvidia('utilization.gpu,memory.used,memory.total'))

/** Empty where there is no such tool: no NVIDIA card, or no driver. */
async function askNvidia(query: string): Promise<string> {
  const asked = [`--query-gpu=${query}`, '--format=csv,noheader,nounits']
  try {
    return (await promisify(execFile)('nvidia-smi', asked, { timeout: PATIENCE_MS, windowsHide: true })).stdout
  } catch {
    return ''
  }
}

/** Lines of 'percent, MiB used, MiB in all'; what a card does not tell ('[N/A]') leaves it out. */
export function parseNvidiaSmi(text: string): GpuUse[] {
  return text.split('\n').flatMap(line => {
    const [busyPercent, used, total] = line.split(',').map(part => Number(part.trim() || Number.NaN))
    if (![busyPercent, used, total].every(Number.isFinite)) return []
    return [{ busyPercent, memoryBytes: used * MEBIBYTE, memoryTotalBytes: total * MEBIBYTE }]
  })
}

/** @param root of the kernel's list of graphics cards */
export async function amd(root = '/sys/class/drm'): Promise<GpuUse[]> {
  const cards = (await readdir(root).catch(() => [])).filter(name => /^card\d+$/.test(name))
  const found = await Promise.all(
    cards.map(async card => {
      const number = async (name: string) => Number(await readFile(join(root, card, 'device', name), 'utf8'))
      try {
        return [
          {
            busyPercent: await number('gpu_busy_percent'),
            memoryBytes: await number('mem_info_vram_used'),
            memoryTotalBytes: await number('mem_info_vram_total'),
          },
        ]
      } catch {
        return []
      }
    }),
  )
  return found.flat()
}
