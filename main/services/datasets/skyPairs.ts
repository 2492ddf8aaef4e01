import { basename } from 'node:path'
import type { PlaneRoles } from '../../contract/planes.ts'
import { AppError } from '../../domain/errors.ts'
import { celestialWcs, convertSky, separationDeg } from '../../domain/wcs/index.ts'
import type { SkyPosition } from '../../domain/wcs/types.ts'
import { listImageParts } from '../../formats/parts.ts'
import { assignParts } from './fileParts.ts'
import { stemOf } from './imageFiles.ts'
import type { NamedLayout, NamedPair } from './layout.ts'

/** Where an image lies on the sky. */
interface Footprint {
  readonly path: string
  /** Of its middle, ICRS. */
  readonly centre: SkyPosition
  readonly pixelScaleArcsec: number
  readonly widthArcsec: number
}

/** Headers of more files than this would keep the user waiting. */
const MOST_FILES = 2000
/** Where none of so many headers has coordinates, the others have none either. */
const TRIED_FILES = 20
const HEADERS_AT_ONCE = 16

/** An LR pixel is at least so many HR pixels wide; below that, two images are two bands. */
const LEAST_RATIO = 1.5
/** Middles lie within this share of the smaller field's width of each other. */
const MOST_APART = 0.25
/** And neither field is wider than the other by more than this. */
const MOST_WIDER = 1.25

/**
 * Adds the pairs that names do not tell but the headers do: images of one place on the sky and about one field of which
 * one has the finer pixels. Each must have exactly one partner.
 */
export async function withSkyPairs(
  named: NamedLayout,
  images: readonly string[],
  roles: PlaneRoles,
): Promise<NamedLayout> {
  const paired = named.pairs.filter(pair => pair.lr !== null && pair.hr !== null)
  const known = new Set(paired.flatMap(({ lr, hr }) => [lr, hr]))
  const alone = images.filter(path => !known.has(path))
  if (named.layout === 'undecided' || alone.length < 2 || alone.length > MOST_FILES) return named
  const pairs = pairsOf(await footprints(alone, roles))
  if (pairs.length === 0) return named
  const found = new Set(pairs.flatMap(({ lr, hr }) => [lr, hr]))
  const reasons = new Map(named.unpaired.map(({ file, reason }) => [file, reason]))
  const reason = 'No other image shows its place on the sky with finer or coarser pixels, or several do.'
  return {
    layout: paired.length > 0 ? named.layout : 'sky',
    pairs: [...paired, ...pairs],
    unpaired: alone.filter(path => !found.has(path)).map(path => ({ file: path, reason: reasons.get(path) ?? reason })),
  }
}

async function footprints(paths: readonly string[], roles: PlaneRoles): Promise<Footprint[]> {
  const found: Footprint[] = []
  for (let start = 0; start < paths.length; start += HEADERS_AT_ONCE) {
    if (start >= TRIED_FILES && found.length === 0) return []
    const group = paths.slice(start, start + HEADERS_AT_ONCE)
    for (const footprint of await Promise.all(group.map(path => footprintOf(path, roles)))) {
      if (footprint !== null) found.push(footprint)
    }
  }
  return found
}

/** Null where the image has no coordinates, or cannot be read: the import will say why. */
async function footprintOf(path: string, roles: PlaneRoles): Promise<Footprint | null> {
  try {
    const { cards, width, height } = assignParts(path, await listImageParts(path), roles).image
    const wcs = celestialWcs(cards)
    const middle = wcs?.pixelToSky({ x: (width - 1) / 2, y: (height - 1) / 2 })
    if (wcs === undefined || middle === undefined) return null
    const { pixelScaleArcsec } = wcs
    const centre = convertSky(middle, wcs, { frame: 'icrs', equinox: null })
    return { path, centre, pixelScaleArcsec, widthArcsec: width * pixelScaleArcsec }
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

function pairsOf(all: readonly Footprint[]): NamedPair[] {
  const finer = new Map(all.map(lr => [lr, all.filter(hr => belongTogether(lr, hr))]))
  const coarser = new Map<Footprint, number>()
  for (const hr of [...finer.values()].flat()) coarser.set(hr, (coarser.get(hr) ?? 0) + 1)
  return [...finer].flatMap(([lr, candidates]) => {
    const [hr] = candidates
    if (candidates.length !== 1 || coarser.get(hr) !== 1) return []
    return [{ name: stemOf(basename(lr.path)), lr: lr.path, hr: hr.path }]
  })
}

function belongTogether(lr: Footprint, hr: Footprint): boolean {
  const wider = Math.max(lr.widthArcsec, hr.widthArcsec)
  const smaller = Math.min(lr.widthArcsec, hr.widthArcsec)
  return (
    lr.pixelScaleArcsec >= LEAST_RATIO * hr.pixelScaleArcsec &&
    wider <= MOST_WIDER * smaller &&
    3600 * separationDeg(lr.centre, hr.centre) <= MOST_APART * smaller
  )
}
