import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import type { NetworkConfig } from '../../../models/registry.ts'
import { AppError } from '../../domain/errors.ts'
import { writeFileAtomic } from '../../formats/atomicFile.ts'
import { writeSafetensors } from '../../formats/safetensors.ts'
import type { NamedTensor, TrainingState } from '../devices/device.ts'
import { ADAM_M, ADAM_V, readModelFile } from '../modelFile.ts'
import { METADATA_KEY, type ModelRecord } from '../modelRecord.ts'
import { dataIdentitySchema } from './identity.ts'
import { loopStateSchema } from './loopState.ts'

/** What `last` holds beyond a model's record: all that a resumed run needs to go on as if it had never stopped. */
const runRecordSchema = z.object({
  schema: z.literal('subarc-run/1'),
  loop: loopStateSchema,
  settings: z.record(z.string(), z.unknown()),
  data: dataIdentitySchema,
  plan: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
})
export type RunRecord = z.output<typeof runRecordSchema>

/** A `last` checkpoint as it is read. */
export interface LastCheckpoint {
  readonly network: NetworkConfig
  readonly model: ModelRecord
  readonly run: RunRecord
  readonly state: TrainingState
}

const RUN_KEY = 'subarc.run'

export const checkpointsFolder = (run: string) => join(run, 'checkpoints')
export const checkpointFile = (run: string, which: 'best' | 'last') =>
  join(checkpointsFolder(run), `${which}.safetensors`)

/** Weights and record alone. Returns the file and its SHA-256. */
export async function writeBest(folder: string, state: TrainingState, model: ModelRecord) {
  return write(checkpointFile(folder, 'best'), state.tensors, { [METADATA_KEY]: JSON.stringify(model) })
}

/** Weights, the optimizer's moments and the loop's state. Returns the file and its SHA-256. */
export async function writeLast(folder: string, state: TrainingState, model: ModelRecord, run: RunRecord) {
  const tensors = [...state.tensors, ...prefixed(ADAM_M, state.adamM), ...prefixed(ADAM_V, state.adamV)]
  return write(checkpointFile(folder, 'last'), tensors, {
    [METADATA_KEY]: JSON.stringify(model),
    [RUN_KEY]: JSON.stringify(run),
  })
}

/**
 * Reads `last` and checks that its tensors are its network's.
 * @throws AppError 'not-found' without a checkpoint, 'bad-input' where it is damaged or holds no training state
 */
export async function readLast(folder: string): Promise<LastCheckpoint> {
  const file = checkpointFile(folder, 'last')
  const { network, record: model, tensors, metadata, all } = await readModelFile(file)
  const run = parseRunRecord(metadata[RUN_KEY], file)
  const state = { tensors, adamM: unprefixed(ADAM_M, all), adamV: unprefixed(ADAM_V, all), step: run.loop.step }
  checkMoments(state, file)
  return { network, model, run, state }
}

async function write(file: string, tensors: readonly NamedTensor[], metadata: Record<string, string>) {
  const bytes = writeSafetensors({ tensors, metadata })
  await writeFileAtomic(file, bytes)
  return { file, sha256: createHash('sha256').update(bytes).digest('hex') }
}

function parseRunRecord(text: string | undefined, file: string): RunRecord {
  if (text === undefined) {
    throw new AppError('bad-input', `${file} holds weights but no state of a run: a run cannot go on from it.`, {
      file,
    })
  }
  const parsed = runRecordSchema.safeParse(JSON.parse(text))
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`)
  throw new AppError('bad-input', `The state of the run in ${file} is damaged: ${problems.join('; ')}.`, {
    file,
    problems,
  })
}

/** Every trainable tensor has its two moments, of its own shape. */
function checkMoments(state: TrainingState, file: string): void {
  const shapes = new Map(state.tensors.map(tensor => [tensor.name, tensor.shape.join()]))
  const wrong = [...state.adamM, ...state.adamV].filter(moment => shapes.get(moment.name) !== moment.shape.join())
  const uneven = state.adamM.map(moment => moment.name).join() !== state.adamV.map(moment => moment.name).join()
  if (wrong.length > 0 || uneven) {
    throw new AppError('bad-input', `The optimizer's moments in ${file} do not fit its weights: the file is damaged.`, {
      file,
      wrong: wrong.map(moment => moment.name),
    })
  }
}

function prefixed(prefix: string, tensors: readonly NamedTensor[]): NamedTensor[] {
  return tensors.map(tensor => ({ ...tensor, name: prefix + tensor.name }))
}

function unprefixed(prefix: string, tensors: readonly NamedTensor[]): NamedTensor[] {
  return tensors
    .filter(tensor => tensor.name.startsWith(prefix))
    .map(tensor => ({ ...tensor, name: tensor.name.slice(prefix.length) }))
}
