import type { PlaneCounts } from '../../contract/planes.ts'
import type { DatasetRecord, SampleRecord } from '../../workspace/datasets.ts'
import type { Packed, PackPlan } from './pack.ts'

const sides = ['lr', 'hr'] as const

/** A mask that takes more than this share of an image is worth a look. */
const MOST_MASKED = 0.5

type Sizes = Pick<PackPlan, 'lrSize' | 'hrSize'>

const pixelsOf = ({ lrSize, hrSize }: Sizes, side: 'lr' | 'hr'): number => {
  const size = side === 'lr' ? lrSize : hrSize
  return size === null ? 0 : size.width * size.height
}

/** How many samples have each plane. */
export function countPlanes(samples: readonly Pick<SampleRecord, 'planes'>[], sizes: Sizes): PlaneCounts {
  const count = (has: (planes: SampleRecord['planes']['lr']) => boolean) => ({
    lr: samples.filter(({ planes }) => has(planes.lr)).length,
    hr: samples.filter(({ planes }) => has(planes.hr)).length,
  })
  const share = (side: 'lr' | 'hr'): number => {
    const masked = samples.reduce((sum, { planes }) => sum + planes[side].masked, 0)
    return masked === 0 ? 0 : masked / (samples.length * pixelsOf(sizes, side))
  }
  return {
    error: count(planes => planes.error !== null),
    masked: count(planes => planes.masked > 0),
    psf: count(planes => planes.psf !== null),
    maskedShare: { lr: share('lr'), hr: share('hr') },
  }
}

/** What is odd about masks, noise maps and PSFs. */
export function planeFindings(packed: readonly Packed[], sizes: Sizes): DatasetRecord['health'] {
  const findings: DatasetRecord['health'] = []
  for (const { record, notes } of packed) {
    for (const note of notes) {
      findings.push({ kind: 'plane', severity: 'warning', sample: record.index, message: `${record.name}: ${note}` })
    }
    for (const side of sides) {
      const share = record.planes[side].masked / pixelsOf(sizes, side)
      if (!(share > MOST_MASKED)) continue
      const message = `${record.name}: ${Math.round(100 * share)} % of the ${side.toUpperCase()} image is masked. Is it flagged by bits that matter? They can be chosen on import.`
      findings.push({ kind: 'mask', severity: 'warning', sample: record.index, message })
    }
  }
  const every = countPlanes(
    packed.map(({ record }) => record),
    sizes,
  )
  for (const side of sides) {
    const missing = every.error[side] === 0 ? 0 : packed.length - every.error[side]
    if (missing === 0) continue
    const message = `${missing} of ${packed.length} ${side.toUpperCase()} images have no noise map, the others have.`
    findings.push({ kind: 'plane', severity: 'warning', sample: null, message })
  }
  return findings
}
