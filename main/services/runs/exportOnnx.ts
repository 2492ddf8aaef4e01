import { basename, dirname, extname, join } from 'node:path'
import { AppError } from '../../domain/errors.ts'
import type { EngineEvent } from '../../engine/port.ts'
import type { ServiceContext } from '../context.ts'
import { runEngineJob } from '../engine/runEngineJob.ts'
import { fileStem, outputFolder } from '../export/outputFolder.ts'
import { requireCheckpoint, type Which } from './files.ts'
import { LICENSE_NOT_STATED } from './modelCard.ts'
import { requireImageRun, runConfig } from './present.ts'

export interface OnnxExport {
  readonly file: string
  readonly irVersion: number
  readonly opset: number
}

/**
 * Lets an engine write a checkpoint as an ONNX file, with what the run knows of its data in the file's properties.
 * An older file of that name is replaced.
 */
export async function exportRunOnnx(
  context: ServiceContext,
  input: { readonly id: string; readonly which: Which; readonly file?: string | undefined },
): Promise<OnnxExport> {
  if (input.file && extname(input.file).toLowerCase() !== '.onnx') {
    // An older file of that name is replaced: nothing else should be.
    throw new AppError('bad-input', `The file ${input.file} should end in .onnx.`, { file: input.file })
  }
  const run = requireImageRun(context.workspace, input.id)
  if (runConfig(run).network.kind === 'onnx') {
    const message = `"${run.name}" came as an ONNX file: use that one.`
    throw new AppError('unsupported', message, { id: run.id })
  }
  const { checkpoint, file: weights } = requireCheckpoint(context.workspace, run, input.which)
  const folder = await outputFolder(context, input.file && dirname(input.file), join('weights', run.id))
  const name = `${fileStem(run.name)}-${input.which}-${checkpoint.sha256.slice(0, 8)}.onnx`
  const output = join(folder, input.file ? basename(input.file) : name)
  const calibration = Object(run.data.calibration) as Record<string, unknown>
  let exported: OnnxExport | undefined
  const onEvent = (event: EngineEvent) => {
    if (event.type === 'exported') exported = event
  }
  const properties = {
    training_run: run.id,
    run_name: run.name,
    checkpoint: input.which,
    weights_sha256: checkpoint.sha256,
    dataset: run.datasetName,
    dataset_sha256: run.datasetHash,
    // Of the LR images; empty where it is not known.
    pixel_scale_arcsec: text(calibration.pixelScaleArcsec),
    unit: text(calibration.unit),
    license: LICENSE_NOT_STATED,
  }
  const { version } = context
  const job = { kind: 'export-onnx', weights, output, version, properties } as const
  await runEngineJob(context.launchEngine, job, onEvent).finished
  if (exported === undefined) throw new AppError('internal', 'The engine ended without having written the ONNX file.')
  const { file, irVersion, opset } = exported
  return { file, irVersion, opset }
}

const text = (value: unknown): string => (typeof value === 'number' || typeof value === 'string' ? String(value) : '')
