import { basename } from 'node:path'
import type { ImageSource, Layout, Scan } from '../../contract/datasets.ts'
import type { PlaneKind, PlaneRoles } from '../../contract/planes.ts'
import { AppError, toAppError } from '../../domain/errors.ts'
import { separationDeg } from '../../domain/wcs/index.ts'
import { listImageParts } from '../../formats/parts.ts'
import type { Folders } from '../folders.ts'
import type { Uploads } from '../uploads.ts'
import { type GroupedFiles, groupFiles } from './companions.ts'
import { holdsBothSides } from './fileParts.ts'
import { looksLikeImage } from './imageFiles.ts'
import { layoutByNames, type NamedLayout, type NamedPair } from './layout.ts'
import { type ImageProbe, probeImage } from './probe.ts'
import { withSkyPairs } from './skyPairs.ts'
import { type SourceFiles, sourceFiles, suggestedName } from './sources.ts'

/** How many pairs are looked at for one whose headers can be read. */
const triedPairs = 5

export interface Found {
  readonly source: SourceFiles
  readonly layout: Layout
  readonly pairs: readonly NamedPair[]
  readonly unpaired: readonly { readonly file: string; readonly reason: string }[]
  /** Of the first pair that can be read. */
  readonly lr: ImageProbe | null
  readonly hr: ImageProbe | null
  readonly companions: GroupedFiles['companions']
  /** What was taken as what: files by their names, parts of the first images' files by theirs. */
  readonly kinds: readonly PlaneKind[]
  readonly warnings: readonly string[]
}

/**
 * What a source holds, by names and the first headers. Throws `bad-input` where there is no image, and the reason of
 * the first file where none of those tried can be read.
 */
export async function findImages(
  source: ImageSource,
  access: { folders: Folders; uploads: Uploads },
  roles: PlaneRoles = {},
): Promise<Found> {
  const files = await sourceFiles(source, access)
  const grouped = groupFiles(files.files.filter(looksLikeImage), files.root, roles)
  const byNames = layoutByNames(grouped.images, files.root)
  const named = await withSkyPairs(await withBothSides(byNames, roles), grouped.images, roles)
  if (named.pairs.length === 0) throw nothingFound(files, named)
  const probed = await firstReadable(named.pairs, roles)
  const { layout, pairs, lr, hr } = named.layout === 'undecided' ? decideBySize(named, probed) : { ...named, ...probed }
  const ignored = files.files.filter(file => !looksLikeImage(file)).length
  const warnings = [
    ...probed.warnings,
    ...(ignored > 0 ? [`${ignored} file${ignored === 1 ? ' is' : 's are'} no image by name and left out.`] : []),
    ...(named.layout === 'sky'
      ? ['Paired by their positions on the sky: no names tell which images belong together.']
      : []),
    ...scaleWarning(lr, hr),
    ...placeWarning(lr, hr),
  ]
  return {
    source: files,
    layout: layout === 'undecided' ? 'hr-only' : layout,
    pairs,
    unpaired: [...named.unpaired, ...grouped.unpaired],
    lr,
    hr,
    companions: grouped.companions,
    kinds: [...grouped.kinds, ...partKinds(lr, hr)],
    warnings,
  }
}

/** Files that hold LR and HR images alike, as the first one does, are pairs by themselves. */
async function withBothSides(named: NamedLayout, roles: PlaneRoles): Promise<NamedLayout> {
  const [first] = named.pairs
  const file = first?.lr ?? first?.hr ?? null
  const isOneSided = named.layout === 'hr-only' || named.layout === 'lr-only'
  if (!isOneSided || file === null || file.toLowerCase().endsWith('.npy')) return named
  const parts = await listImageParts(file).catch(() => [])
  if (!holdsBothSides(parts, roles)) return named
  const pairs = named.pairs.map(({ name, lr, hr }) => ({ name, lr: lr ?? hr, hr: lr ?? hr }))
  return { ...named, layout: 'one-file', pairs }
}

/** Parts of equal names in the LR and the HR file are of one kind. */
function partKinds(lr: ImageProbe | null, hr: ImageProbe | null): PlaneKind[] {
  const all = [...(lr?.kinds ?? []), ...(hr?.kinds ?? [])]
  return [...new Map(all.toReversed().map(part => [part.kind, part])).values()].toReversed()
}

/** The scan as it is shown. */
export function presentScan(found: Found): Scan {
  const first = found.lr ?? found.hr
  return {
    layout: found.layout,
    suggestedName: suggestedName(found.source),
    pairs: [...found.pairs],
    unpaired: [...found.unpaired],
    lrSize: found.lr && { width: found.lr.width, height: found.lr.height },
    hrSize: found.hr && { width: found.hr.width, height: found.hr.height },
    pixelScaleArcsec: found.lr ? found.lr.pixelScaleArcsec : null,
    centre: first?.place?.centre ?? null,
    unit: first?.unit ?? null,
    kinds: [...found.kinds],
    warnings: [...found.warnings],
  }
}

function nothingFound(files: SourceFiles, named: NamedLayout): AppError {
  const [first] = named.unpaired
  if (first !== undefined) {
    return new AppError(
      'bad-input',
      `No two images of ${files.root} belong together. For one: ${first.file}: ${first.reason}`,
      { path: files.root, unpaired: named.unpaired.length },
    )
  }
  return new AppError(
    'bad-input',
    `None of the ${files.files.length} files in ${files.root} is an image. Images are .fits, .fits.gz, .npy, .npz, .h5 and .tif files.`,
    { path: files.root },
  )
}

interface Probed {
  readonly lr: ImageProbe | null
  readonly hr: ImageProbe | null
  readonly warnings: readonly string[]
}

async function firstReadable(pairs: readonly NamedPair[], roles: PlaneRoles): Promise<Probed> {
  const warnings: string[] = []
  let failure: AppError | undefined
  for (const pair of pairs.slice(0, triedPairs)) {
    try {
      const isOneFile = pair.lr === pair.hr
      const lr = pair.lr === null ? null : await probeImage(pair.lr, roles, isOneFile ? 'lr' : null)
      const hr = pair.hr === null ? null : await probeImage(pair.hr, roles, isOneFile ? 'hr' : null)
      return { lr, hr, warnings }
    } catch (error) {
      const problem = toAppError(error)
      failure ??= problem
      warnings.push(`${pair.name} cannot be read: ${problem.message}`)
    }
  }
  throw failure ?? new AppError('bad-input', 'There is no image to read.')
}

/** Of two images, or two folders, the larger is the HR; of two of one size nobody knows. */
function decideBySize(
  named: NamedLayout,
  { lr, hr }: Probed,
): Pick<Found, 'pairs' | 'lr' | 'hr'> & { layout: NamedLayout['layout'] } {
  const layout = named.pairs.length === 1 ? 'pair' : 'parallel-folders'
  if (lr === null || hr === null || lr.width * lr.height === hr.width * hr.height) {
    const all = named.pairs.flatMap(({ name, lr: one, hr: other }) => [
      { name: `${name} (1)`, lr: null, hr: one },
      { name: `${name} (2)`, lr: null, hr: other },
    ])
    return { layout: 'hr-only', pairs: all, lr: null, hr: hr ?? lr }
  }
  if (lr.width * lr.height < hr.width * hr.height) return { layout, pairs: named.pairs, lr, hr }
  return { layout, pairs: named.pairs.map(pair => ({ ...pair, lr: pair.hr, hr: pair.lr })), lr: hr, hr: lr }
}

function scaleWarning(lr: ImageProbe | null, hr: ImageProbe | null): string[] {
  if (lr === null || hr === null || dividingFactor(lr, hr) !== null) return []
  return [
    `HR of ${hr.width} x ${hr.height} pixels is no whole multiple of LR of ${lr.width} x ${lr.height}; it cannot be imported so.`,
  ]
}

/** A pair by name whose headers put its images elsewhere is looked at before anyone trains on it. */
function placeWarning(lr: ImageProbe | null, hr: ImageProbe | null): string[] {
  if (!lr?.place || !hr?.place) return []
  const apart = separationDeg(lr.place.centre, hr.place.centre)
  if (apart <= Math.min(lr.place.radiusDeg, hr.place.radiusDeg)) return []
  return [
    `${basename(lr.path)} and ${basename(hr.path)} show different places of the sky by their headers, ${(apart * 3600).toFixed(1)} arcsec apart.`,
  ]
}

interface Size {
  readonly width: number
  readonly height: number
}

/** HR pixels an LR pixel, or null where the sizes do not divide. */
export function dividingFactor(lr: Size, hr: Size): number | null {
  const factor = hr.width / lr.width
  return Number.isInteger(factor) && factor >= 1 && hr.height === factor * lr.height ? factor : null
}
