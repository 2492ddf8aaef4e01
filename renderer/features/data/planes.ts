import type { DatasetDetail } from '../../../main/contract/datasets.ts'
import type { PlaneKind, PlaneRole } from '../../../main/contract/planes.ts'
import { t } from '../../text/t.ts'
import { formatCount, formatNumber } from '../../ui/format.ts'

const ROLES: Record<PlaneRole, string> = {
  science: t.data.image,
  error: t.data.noiseMapSigma,
  variance: t.data.varianceMap,
  weight: t.data.weightMap1Variance,
  quality: t.data.maskNotZeroBad,
  psf: 'PSF',
  ignore: t.data.nothingLeaveItOut,
}

export const describeRole = (role: PlaneRole): string => ROLES[role]

/** A kind of file or extension, for people. */
export const nameOfKind = ({ kind, isPart }: Pick<PlaneKind, 'kind' | 'isPart'>): string => {
  if (kind === '*') return t.data.allOtherFiles
  return isPart ? t.data.extension(kind) : kind
}

/** '12 of 30 LR, all HR'; null where no image has one. */
export function describeCounts(
  { lr, hr }: { lr: number; hr: number },
  { samples, paired }: Pick<DatasetDetail, 'samples' | 'paired'>,
): string | null {
  const side = (count: number, name: string): string =>
    count === samples ? `all ${name}` : `${formatCount(count)} of ${formatCount(samples)} ${name}`
  const parts = [...(lr > 0 ? [side(lr, 'LR')] : []), ...(paired && hr > 0 ? [side(hr, 'HR')] : [])]
  return parts.length === 0 ? null : parts.join(', ')
}

/** '0.2 % of the LR pixels, 1 % of the HR pixels'. */
export function describeMaskedShare({ lr, hr }: { lr: number; hr: number }): string {
  const side = (share: number, name: string) =>
    share > 0 ? [t.data.ofThePixels(formatNumber(100 * share, 2), name)] : []
  return [...side(lr, 'LR'), ...side(hr, 'HR')].join(', ')
}
