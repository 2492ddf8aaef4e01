import { networkOf } from '../../models/registry.ts'
import { writeFileAtomic } from '../formats/atomicFile.ts'
import { encodeModel, type FileDescription, IR_VERSION, OPSET } from './compiler/emit.ts'
import { portableModel } from './compiler/portableModel.ts'
import { type JobHost, peakMemoryBytes } from './host.ts'
import { type ModelFile, readModelFile } from './modelFile.ts'
import { METADATA_KEY } from './modelRecord.ts'
import type { ExportOnnxJob } from './port.ts'

/**
 * Writes a checkpoint as an ONNX file and sends the event `exported`.
 * @throws AppError 'bad-input' for weights that cannot be read, 'unsupported' for a network that is bound to one size
 */
export async function exportOnnx(job: ExportOnnxJob, host: JobHost): Promise<void> {
  const model = await readModelFile(job.weights)
  const bytes = encodeModel(portableModel(model.network, model.tensors), describe(job, model))
  await writeFileAtomic(job.output, bytes)
  host.emit({ type: 'exported', file: job.output, irVersion: IR_VERSION, opset: OPSET })
  host.emit({ type: 'finished', reason: 'completed', step: model.record.step, peakMemoryBytes: peakMemoryBytes() })
}

/** What somebody with another program must know: which values go in, and how to read those that come out. */
function describe({ version, properties }: ExportOnnxJob, { network, record, metadata }: ModelFile): FileDescription {
  const magnification = networkOf(network).magnification(network)
  const text = [
    `${networkOf(network).describe(network)}, trained with Subarc.`,
    `Input lr: [batch, 1, height, width]; output sr: ${magnification} times as many pixels along each side.`,
    'Both are in network values: apply the property "scaling" to an image before, and invert it after;',
    'then divide by "flux_factor". Row 0 is the bottom of the image, as in FITS.',
  ].join(' ')
  const own = {
    [METADATA_KEY]: metadata[METADATA_KEY],
    network: JSON.stringify(network),
    magnification: String(magnification),
    scaling: JSON.stringify(record.scaling),
    flux_factor: String(record.fluxFactor),
    step: String(record.step),
  }
  return { version, text, properties: { ...own, ...properties } }
}
