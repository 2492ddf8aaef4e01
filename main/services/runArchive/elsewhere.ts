import { basename } from 'node:path'
import type { SampleRecord, StoredFile, StoredSamplePlanes } from '../../workspace/datasets.ts'
import { ELSEWHERE } from '../datasets/places.ts'

/**
 * A sample whose files lie elsewhere from now on: those of the dataset's own folder move with it to `to`; of all others only the
 * names are kept, and no folder of whoever exports it.
 * @param from folder of the dataset in the workspace, as its files are recorded: `datasets/<id>/`
 */
export function withFilesElsewhere(sample: SampleRecord, from: string, to: string): SampleRecord {
  const path = (old: string): string => {
    if (old.startsWith(ELSEWHERE)) return old
    return old.startsWith(from) ? to + old.slice(from.length) : ELSEWHERE + basename(old.replaceAll('\\', '/'))
  }
  const file = (stored: StoredFile): StoredFile => ({ ...stored, path: path(stored.path) })
  const side = (image: SampleRecord['lr']): SampleRecord['lr'] => image && { ...image, file: file(image.file) }
  const planes = ({ error, masked, maskFrom, psf }: StoredSamplePlanes): StoredSamplePlanes => ({
    masked,
    error: error && { ...error, file: file(error.file) },
    maskFrom: maskFrom.map(source => ({ ...source, file: file(source.file) })),
    psf: psf && { ...psf, file: file(psf.file) },
  })
  const { lr, hr } = sample
  return {
    ...sample,
    lr: side(lr),
    hr: side(hr),
    planes: { lr: planes(sample.planes.lr), hr: planes(sample.planes.hr) },
  }
}
