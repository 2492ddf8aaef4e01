import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import type { NetworkConfig } from '../../../models/registry.ts'
import { AppError } from '../../domain/errors.ts'
import { writeFileAtomic } from '../../formats/atomicFile.ts'
import { writeSafetensors } from '../../formats/safetensors.ts'
import type { NamedTensor, NetworkState, TrainingState } from '../devices/device.ts'
import { ADAM_M, ADAM_V, imageNetworks, RAW, RIVAL, readModel } from '../modelFile.ts'
import { METADATA_KEY, type ModelKind, type ModelRecord } from '../modelRecord.ts'
import { dataIdentitySchema } from './identity.ts'
import { loopStateSchema } from './loopState.ts'

/** What `last` holds beyond a model's record: all that a resumed run needs to go on as if it had never stopped. */
const runRecordSchema = z.object({
  schema: z.literal('subarc-run/1'),
  loop: loopStateSchema,
  settings: z.record(z.string(), z.unknown()),
  data: dataIdentitySchema,
  plan: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** Steps of the two optimisers of a generator and its discriminator; elsewhere the loop's step. */
  steps: z.object({ own: z.int().min(0), rival: z.int().min(0) }).optional(),
})
export type RunRecord = z.output<typeof runRecordSchema>

/** A `last` checkpoint as it is read. */
export interface LastCheckpoint<C = NetworkConfig> {
  readonly network: C
  readonly model: ModelRecord
  readonly run: RunRecord
  readonly state: TrainingState
}

const RUN_KEY = 'subarc.run'

export const checkpointsFolder = (run: string) => join(run, 'checkpoints')
export const checkpointFile = (run: string, which: 'best' | 'last') =>
  join(checkpointsFolder(run), `${which}.safetensors`)

/** Weights and record alone: their moving average, where one is kept. Returns the file and its SHA-256. */
export async function writeBest(folder: string, { tensors, average }: TrainingState, model: ModelRecord) {
  return write(checkpointFile(folder, 'best'), average ?? tensors, { [METADATA_KEY]: JSON.stringify(model) })
}

/** Weights, all that the optimizers hold, and the loop's state. Returns the file and its SHA-256. */
export async function writeLast(folder: string, state: TrainingState, model: ModelRecord, run: RunRecord) {
  const { rival } = state
  const tensors = [...networkTensors(state), ...(rival ? prefixed(RIVAL, networkTensors(rival)) : [])]
  const record: RunRecord = rival ? { ...run, steps: { own: state.step, rival: rival.step } } : run
  return write(checkpointFile(folder, 'last'), tensors, {
    [METADATA_KEY]: JSON.stringify(model),
    [RUN_KEY]: JSON.stringify(record),
  })
}

/** What the file is read for stands under the network's own names: the average, where one is kept. */
function networkTensors({ tensors, average, adamM, adamV }: NetworkState): NamedTensor[] {
  return [
    ...(average ?? tensors),
    ...(average ? prefixed(RAW, tensors) : []),
    ...prefixed(ADAM_M, adamM),
    ...prefixed(ADAM_V, adamV),
  ]
}

/** As `readLastOf`, of a network from images to images. */
export const readLast = (folder: string): Promise<LastCheckpoint> => readLastOf(folder, imageNetworks)

/**
 * Reads `last` and checks that its tensors are its network's.
 * @throws AppError 'not-found' without a checkpoint, 'bad-input' where it is damaged or holds no training state
 */
export async function readLastOf<C>(folder: string, kind: ModelKind<C>): Promise<LastCheckpoint<C>> {
  const file = checkpointFile(folder, 'last')
  const { network, record: model, tensors, metadata, all } = await readModel(file, kind)
  const run = parseRunRecord(metadata[RUN_KEY], file)
  const own = networkState(tensors, all, run.steps?.own ?? run.loop.step)
  checkMoments(own, file)
  const rivalTensors = unprefixed(RIVAL, all)
  if (rivalTensors.length === 0) return { network, model, run, state: own }
  const rivalOwn = rivalTensors.filter(({ name }) => !name.startsWith(ADAM_M) && !name.startsWith(ADAM_V))
  const rival = networkState(rivalOwn, rivalTensors, run.steps?.rival ?? 0)
  checkMoments(rival, file)
  return { network, model, run, state: { ...own, rival } }
}

function networkState(tensors: readonly NamedTensor[], all: readonly NamedTensor[], step: number): NetworkState {
  const raw = unprefixed(RAW, all)
  const averaged = raw.length === 0 ? { tensors } : { tensors: raw, average: tensors }
  return { ...averaged, adamM: unprefixed(ADAM_M, all), adamV: unprefixed(ADAM_V, all), step }
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
function checkMoments(state: NetworkState, file: string): void {
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
