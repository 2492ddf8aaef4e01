import type { DatasetDetail } from '../../contract/datasets.ts'
import type { FloatImage } from '../../domain/image.ts'
import { blanked, pairMask } from '../../domain/mask.ts'
import type { DatasetAccess } from '../training/datasetAccess.ts'
import type { MeasuredSample } from './consistency.ts'
import type { Triple } from './recipe.ts'

/** LR and HR of one sample as they are compared, with what was measured of it. */
export async function readPair(
  datasets: DatasetAccess,
  { id, factor, planes, samples }: Pick<DatasetDetail, 'id' | 'factor' | 'planes' | 'samples'>,
  sample: number,
): Promise<Omit<Triple, 'sr'>> {
  const plane = (role: 'lr' | 'hr', name: 'error' | 'mask' | 'psf') => datasets.plane(id, sample, role, name)
  const lr = await datasets.image(id, sample, 'lr')
  const lrMask = await plane('lr', 'mask')
  const hrMask = await plane('hr', 'mask')
  const lrValid = lrMask && { width: lrMask.width, valid: lrMask.data }
  const valid = pairMask(lrValid, hrMask?.data ?? null, factor ?? 1)
  const hr = blanked(await datasets.image(id, sample, 'hr'), valid)
  // Where only some samples have one, all are compared by the calibration's numbers.
  const ofAll = (count: number, read: () => Promise<FloatImage | null>) => (count === samples ? read() : null)
  const measured: MeasuredSample = {
    lrMask,
    lrPsf: await ofAll(planes.psf.lr, () => plane('lr', 'psf')),
    hrPsf: await ofAll(planes.psf.hr, () => plane('hr', 'psf')),
    lrError: await ofAll(planes.error.lr, () => plane('lr', 'error')),
  }
  return { lr, hr, measured }
}
