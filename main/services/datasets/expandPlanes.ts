import { toAppError } from '../../domain/errors.ts'
import type { StoredFile } from '../../workspace/datasets.ts'
import type { JobControl } from '../jobs.ts'
import type { WorkerPool } from '../pool/pool.ts'
import type { NamedPair } from './layout.ts'
import { type ImageProbe, probeImage } from './probe.ts'
import type { ImageRequest } from './readSample.ts'

export interface PlaneImage extends ImageRequest {
  readonly size: { readonly width: number; readonly height: number }
}

/** One sample's images: a file may hold many. */
export interface PlanePair {
  readonly name: string
  readonly lr: PlaneImage | null
  readonly hr: PlaneImage | null
}

/** How many headers are read at the same time. */
const headersAtOnce = 16

/** Reads every header: a pair of files that hold N images each becomes N samples. */
export async function expandPlanes(
  pool: WorkerPool,
  pairs: readonly NamedPair[],
  control: JobControl,
): Promise<{ pairs: PlanePair[]; unreadable: { file: string; reason: string }[] }> {
  const expanded: PlanePair[] = []
  const unreadable: { file: string; reason: string }[] = []
  for (let start = 0; start < pairs.length; start += headersAtOnce) {
    control.signal.throwIfAborted()
    const message = 'Reading headers'
    control.progress({
      done: start,
      total: pairs.length,
      unit: 'headers',
      message,
      ratePerSecond: null,
      secondsLeft: null,
    })
    const group = pairs.slice(start, start + headersAtOnce)
    for (const result of await Promise.all(group.map(pair => expandPair(pool, pair)))) {
      if (Array.isArray(result)) expanded.push(...result)
      else unreadable.push(result)
    }
  }
  return { pairs: expanded, unreadable }
}

async function expandPair(pool: WorkerPool, pair: NamedPair): Promise<PlanePair[] | { file: string; reason: string }> {
  try {
    const lr = pair.lr === null ? null : await probed(pool, pair.lr)
    const hr = pair.hr === null ? null : await probed(pool, pair.hr)
    const lrPlanes = lr?.probe.planes ?? hr?.probe.planes ?? 0
    const hrPlanes = hr?.probe.planes ?? lrPlanes
    if (lrPlanes !== hrPlanes) {
      return { file: pair.name, reason: `The LR file holds ${lrPlanes} images, the HR file ${hrPlanes}.` }
    }
    return Array.from({ length: lrPlanes }, (_, plane) => ({
      name: lrPlanes === 1 ? pair.name : `${pair.name}[${plane}]`,
      lr: lr && planeOf(lr, plane),
      hr: hr && planeOf(hr, plane),
    }))
  } catch (error) {
    return { file: pair.name, reason: toAppError(error).message }
  }
}

interface Probed {
  readonly path: string
  readonly probe: ImageProbe
  readonly known: StoredFile | null
}

/** A file of many images is hashed once and not for each of them. */
async function probed(pool: WorkerPool, path: string): Promise<Probed> {
  const probe = await probeImage(path)
  return { path, probe, known: probe.planes > 1 ? await pool.run('describeFile', path) : null }
}

function planeOf({ path, probe: { width, height }, known }: Probed, plane: number): PlaneImage {
  return { path, plane, known, size: { width, height } }
}
