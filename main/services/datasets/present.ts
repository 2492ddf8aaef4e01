import type { DatasetDetail, DatasetSummary, Sample } from '../../contract/datasets.ts'
import type { SamplePlanes } from '../../contract/planes.ts'
import type { DatasetRecord, SampleRecord, StoredSamplePlanes } from '../../workspace/datasets.ts'

/** HR pixels that count as no offset: the square's symmetries would turn a larger one into a blur. */
const negligibleOffset = 0.05

export function summaryOf(dataset: DatasetRecord): DatasetSummary {
  const count = (severity: string): number => dataset.health.filter(finding => finding.severity === severity).length
  return {
    id: dataset.id,
    name: dataset.name,
    kind: dataset.kind,
    createdAt: dataset.createdAt,
    samples: dataset.samples,
    paired: dataset.hrSize !== null,
    lrSize: dataset.lrSize,
    hrSize: dataset.hrSize,
    factor: dataset.factor,
    hash: dataset.hash,
    calibration: dataset.calibration,
    peak: dataset.calibration.peak ?? dataset.measuredPeak,
    state: dataset.state,
    findings: { errors: count('error'), warnings: count('warning') },
    planes: dataset.planes,
    classes: dataset.classes,
  }
}

export function detailOf(dataset: DatasetRecord): DatasetDetail {
  return {
    ...summaryOf(dataset),
    source: dataset.source,
    layout: dataset.layout,
    unpaired: dataset.unpaired,
    kinds: dataset.kinds,
    qualityBits: dataset.qualityBits,
    health: dataset.health,
    split: dataset.split,
    scalingKind: dataset.scalingKind,
    offset: dataset.offset,
    register: dataset.register,
    symmetries: symmetriesOf(dataset),
    simulation: dataset.simulation,
  }
}

/**
 * The symmetries of the square move an LR/HR offset and a lopsided PSF along with the image, so that a network would be
 * taught an offset in all directions at once: they are safe only without an offset and with round PSFs.
 */
export function symmetriesOf(dataset: Pick<DatasetRecord, 'hrSize' | 'offset' | 'register'>): {
  allowed: boolean
  reason: string
} {
  const { hrSize, offset, register } = dataset
  if (hrSize === null) return { allowed: false, reason: 'There are no HR images to train on.' }
  if (offset === null) {
    return { allowed: false, reason: 'The offset between LR and HR could not be measured, so it may not be zero.' }
  }
  const length = Math.hypot(offset.dx, offset.dy)
  const stated = `${length.toFixed(2)} HR pixels`
  const round = 'The PSFs are taken to be round.'
  if (length < negligibleOffset) {
    return { allowed: true, reason: `LR and HR lie on each other (${stated} apart). ${round}` }
  }
  if (register) return { allowed: true, reason: `HR images are shifted back onto the LR by ${stated}. ${round}` }
  return {
    allowed: false,
    reason: `HR lies ${stated} off the LR, and the symmetries would turn that offset into a blur. Register the images to allow them.`,
  }
}

export function sampleOf(sample: SampleRecord, sides: ReadonlyMap<number, Sample['side']>): Sample {
  return {
    index: sample.index,
    name: sample.name,
    group: sample.group,
    label: sample.label,
    side: sides.get(sample.index) ?? null,
    lrFile: sample.lr?.file.path ?? 'made from the HR image',
    hrFile: sample.hr?.file.path ?? null,
    lrStats: sample.lrStats,
    hrStats: sample.hr?.stats ?? null,
    lrPlanes: planesOf(sample.planes.lr),
    hrPlanes: sample.hr && planesOf(sample.planes.hr),
    fluxRatio: sample.fluxRatio,
    offset: sample.offset,
  }
}

function planesOf({ error, masked, maskFrom, psf }: StoredSamplePlanes): SamplePlanes {
  const shown = (source: { file: { path: string }; label: string }): string => source.file.path + source.label
  return { error: error && shown(error), masked, maskFrom: maskFrom.map(shown), psf: psf && shown(psf) }
}

/** The side on which each sample stands. */
export function sidesOf({ split }: Pick<DatasetRecord, 'split'>): Map<number, Sample['side']> {
  const sides = new Map<number, Sample['side']>()
  for (const side of ['train', 'validation', 'test'] as const) {
    for (const index of split?.[side] ?? []) sides.set(index, side)
  }
  return sides
}
