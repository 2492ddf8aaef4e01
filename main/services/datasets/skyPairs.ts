import { basename } from 'node:path'
import type { PlaneRoles } from '../../contract/planes.ts'
import { AppError } from '../../domain/errors.ts'
import { type SkyPlace, separationDeg } from '../../domain/wcs/index.ts'
import { stemOf } from './imageFiles.ts'
import type { NamedLayout, NamedPair } from './layout.ts'
import { probeImage } from './probe.ts'

/** So many files a side have their headers read; more are paired by name alone. */
const MAX_FILES = 2000

interface Placed {
  readonly path: string
  readonly place: SkyPlace
}

/** Pairs what names left alone by the places of the sky that the headers give. Names go first: they were somebody's word. */
export async function pairBySky(named: NamedLayout, roles: PlaneRoles): Promise<NamedLayout> {
  const { lr, hr } = named.alone
  if (lr.length === 0 || hr.length === 0 || Math.max(lr.length, hr.length) > MAX_FILES) return named
  const found = nearestPairs(await placed(lr, roles), await placed(hr, roles))
  if (found.length === 0) return named
  const used = new Set(found.flatMap(pair => [pair.lr, pair.hr]))
  const isLeft = ({ file }: { readonly file: string }) => !used.has(file)
  if (named.layout === 'hr-only') {
    // Two folders without a common name: which of them is the HR is for their sizes to tell.
    const reason = 'No image of the other folder shows its place of the sky, or more than one does.'
    const unpaired = [...lr, ...hr].map(file => ({ file, reason })).filter(isLeft)
    return { layout: 'undecided', pairs: found, unpaired, alone: { lr: [], hr: [] } }
  }
  const pairs = [...named.pairs, ...found]
  const layout = pairs.length === 1 ? 'pair' : 'parallel-folders'
  return { layout, pairs, unpaired: named.unpaired.filter(isLeft), alone: { lr: [], hr: [] } }
}

/** Files without a header, or with one that gives no position, have no place. */
async function placed(paths: readonly string[], roles: PlaneRoles): Promise<Placed[]> {
  const result: Placed[] = []
  for (const path of paths) {
    try {
      const { place } = await probeImage(path, roles)
      if (place !== null) result.push({ path, place })
    } catch (error) {
      // A file that cannot be read stays unpaired, and says why when it is imported.
      if (!(error instanceof AppError)) throw error
    }
  }
  return result
}

/** Those that are each other's nearest, each with its middle on the other, and no second one nearly as near. */
function nearestPairs(lr: readonly Placed[], hr: readonly Placed[]): NamedPair[] {
  return lr.flatMap(one => {
    const partner = certainPartner(one, hr)
    if (!partner || certainPartner(partner, lr) !== one) return []
    return [{ name: stemOf(basename(one.path)), lr: one.path, hr: partner.path }]
  })
}

function certainPartner(one: Placed, others: readonly Placed[]): Placed | undefined {
  const near = others
    .map(other => ({ other, distance: separationDeg(one.place.centre, other.place.centre) }))
    .filter(({ other, distance }) => distance < Math.min(one.place.radiusDeg, other.place.radiusDeg))
    .sort((a, b) => a.distance - b.distance)
  const [first, second] = near
  if (!first) return undefined
  const isClear = !second || second.distance - first.distance > one.place.radiusDeg / 2
  return isClear ? first.other : undefined
}
