import type { PlaneRoles } from '../../contract/planes.ts'
import { toAppError } from '../../domain/errors.ts'
import type { StoredFile } from '../../workspace/datasets.ts'
import type { JobControl } from '../jobs.ts'
import type { WorkerPool } from '../pool/pool.ts'
import type { Companion } from './companions.ts'
import type { Side } from './fileParts.ts'
import type { NamedPair } from './layout.ts'
import { type ProbedPart, probeImage } from './probe.ts'
import type { PlaneRequest } from './readPlanes.ts'
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

/** What belongs to each image by the names of files, and the roles that the user chose. */
export interface Belongings {
  readonly companions: ReadonlyMap<string, readonly Companion[]>
  readonly roles: PlaneRoles
}

/** How many headers are read at the same time. */
const headersAtOnce = 16

/** Reads every header: a pair of files that hold N images each becomes N samples. */
export async function expandPlanes(
  pool: WorkerPool,
  pairs: readonly NamedPair[],
  belongings: Belongings,
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
    for (const result of await Promise.all(group.map(pair => expandPair(pool, pair, belongings)))) {
      if (Array.isArray(result)) expanded.push(...result)
      else unreadable.push(result)
    }
  }
  return { pairs: expanded, unreadable }
}

async function expandPair(
  pool: WorkerPool,
  pair: NamedPair,
  belongings: Belongings,
): Promise<PlanePair[] | { file: string; reason: string }> {
  try {
    const isOneFile = pair.lr === pair.hr
    const lr = pair.lr === null ? null : await probed(pool, pair.lr, belongings, isOneFile ? 'lr' : null)
    const hr = pair.hr === null ? null : await probed(pool, pair.hr, belongings, isOneFile ? 'hr' : null)
    const lrPlanes = lr?.image.part.planes ?? hr?.image.part.planes ?? 0
    const hrPlanes = hr?.image.part.planes ?? lrPlanes
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

interface Hashed {
  readonly part: ProbedPart
  readonly known: StoredFile | null
}

interface Probed {
  readonly image: Hashed
  readonly companions: readonly (Hashed & Pick<Companion, 'role'>)[]
}

async function probed(
  pool: WorkerPool,
  path: string,
  { companions, roles }: Belongings,
  side: Side | null,
): Promise<Probed> {
  const { companions: inside, ...image } = await probeImage(path, roles, side)
  const known = await knownFile(pool, image)
  const hashed: (Hashed & Pick<Companion, 'role'>)[] = inside.map(part => ({ part, known, role: part.role }))
  for (const { path: file, role } of companions.get(path) ?? []) {
    const probe = await probeImage(file, roles)
    // A file of several parts may hold more than what its name says.
    const part = probe.companions.find(inner => inner.role === role) ?? probe
    hashed.push({ part, known: await knownFile(pool, part), role })
  }
  return { image: { part: image, known }, companions: hashed }
}

/** A file of many images is hashed once and not for each of them. */
async function knownFile(pool: WorkerPool, { path, planes }: ProbedPart): Promise<StoredFile | null> {
  return planes > 1 ? pool.run('describeFile', path) : null
}

/** A companion of as many images goes with them one by one; one alone belongs to all. */
function planeOf({ image: { part, known }, companions }: Probed, plane: number): PlaneImage {
  const { path, choice, planes, width, height } = part
  return {
    path,
    plane,
    choice,
    known,
    size: { width, height },
    companions: companions.map(
      (companion): PlaneRequest => ({
        path: companion.part.path,
        choice: companion.part.choice,
        label: companion.part.label,
        role: companion.role,
        known: companion.known,
        plane: companion.part.planes === planes ? plane : 0,
      }),
    ),
  }
}
