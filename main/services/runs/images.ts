import { AppError } from '../../domain/errors.ts'
import { listPreviews } from '../../workspace/runSeries.ts'
import type { ServiceContext } from '../context.ts'
import { readNpyImage } from '../engine/npyImages.ts'
import { wholeNumber } from '../pixels.ts'
import { previewFile, requireCheckpoint } from './files.ts'
import { requireRun } from './present.ts'

/** Answers `preview/<run>/<step>/<sample>` and, as a download, `weights/<run>/<which>`. */
export function addRunImages({ images, workspace }: ServiceContext): void {
  images.addImages('preview', async ([id = '', stepPart, samplePart]) => {
    requireRun(workspace, id)
    const step = wholeNumber(stepPart)
    const sample = wholeNumber(samplePart)
    const preview = listPreviews(workspace.db, id).find(p => p.step === step && p.sample === sample)
    if (!preview) throw new AppError('not-found', `The run ${id} has no preview of sample ${sample} at step ${step}.`)
    return {
      tag: `preview/${id}/${step}/${sample}`,
      // A run that goes on after an interruption makes the step again.
      immutable: false,
      read: () => readNpyImage(previewFile(workspace, id, preview.file)),
    }
  })
  images.addFiles('weights', async ([id = '', which]) => {
    const run = requireRun(workspace, id)
    const { file } = requireCheckpoint(workspace, run, which === 'last' ? 'last' : 'best')
    return { path: file, type: 'application/octet-stream', name: `${run.id}-${which}.safetensors` }
  })
}
