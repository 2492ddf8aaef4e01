import { z } from 'zod'
import { type KeyProblem, keyProblems } from '../../models/fitWeights.ts'
import type { ParameterSpec } from '../../models/network.ts'
import { AppError } from '../domain/errors.ts'
import type { NamedTensor } from './devices/device.ts'

/** A closed interval. */
const range = z.object({ low: z.number(), high: z.number() })

/** What the network was trained on, to warn where it is applied beyond it. Values are in network units, after scaling. */
export const trainedOnSchema = z.object({
  height: range,
  width: range,
  mean: range,
  std: range,
  max: range,
})
export type TrainedOn = z.output<typeof trainedOnSchema>

const scalingSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('linear'), offset: z.number(), scale: z.number() }),
  z.object({ kind: z.literal('asinh'), offset: z.number(), scale: z.number(), softening: z.number() }),
  z.object({ kind: z.literal('per-image'), statistic: z.enum(['minmax', 'percentile']) }),
])

/** Key of the record in a safetensors file's metadata. */
export const METADATA_KEY = 'subarc'

/** What a file of weights says of itself: JSON under `METADATA_KEY` in the metadata of every checkpoint and export. */
export const modelRecordSchema = z.object({
  schema: z.literal('subarc-model/1'),
  network: z.record(z.string(), z.unknown()),
  scaling: scalingSchema,
  fluxFactor: z.number().positive(),
  trainedOn: trainedOnSchema.optional(),
  step: z.int().min(0),
  epoch: z.int().min(0),
  /** Validation PSNR of these weights in dB, where they were validated; null for a classifier. */
  psnr: z.number().nullable(),
  /** Of a classifier: the names of its classes, in the order of its logits. */
  classes: z.array(z.string()).optional(),
  provenance: z.record(z.string(), z.unknown()),
})
export type ModelRecord = z.output<typeof modelRecordSchema>

/** What kind of model a file is expected to hold: networks from images to images, or classifiers. */
export interface ModelKind<C> {
  /** Throws `bad-input` for what is no configuration of this kind. */
  parse(record: unknown): C
  parameters(config: C): readonly ParameterSpec[]
  /** One line for people. */
  describe(config: C): string
}

/**
 * Reads the record in a file's metadata; what network it is, its kind says.
 * @throws AppError 'bad-input' where it is missing or damaged
 */
export function parseModelRecord(metadata: Readonly<Record<string, string>>, file: string): ModelRecord {
  const text = metadata[METADATA_KEY]
  if (text === undefined) {
    throw new AppError(
      'bad-input',
      `${file} holds tensors but does not say which network they belong to. Choose a checkpoint or weights exported by Subarc.`,
      { file },
    )
  }
  const parsed = modelRecordSchema.safeParse(parseJson(text))
  if (!parsed.success) {
    const problems = parsed.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`)
    throw new AppError('bad-input', `The description in ${file} is damaged: ${problems.join('; ')}.`, {
      file,
      problems,
    })
  }
  return parsed.data
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** How many keys an error lists before it only counts them. */
const LISTED_KEYS = 4

/**
 * The tensors in the order and the shapes that the network wants.
 * @throws AppError 'bad-input' that names what is missing, of another shape, or not the network's
 */
export function tensorsOfModel<C>(
  kind: ModelKind<C>,
  config: C,
  tensors: readonly NamedTensor[],
  file: string,
): NamedTensor[] {
  const specs = kind.parameters(config)
  const given = new Map(tensors.map(tensor => [tensor.name, tensor]))
  const problems = keyProblems(specs, new Map(tensors.map(({ name, shape }) => [name, shape])))
  const keys = (problem: KeyProblem['problem']) => problems.filter(one => one.problem === problem)
  const missing = keys('missing').map(({ key }) => key)
  const unknown = keys('unknown').map(({ key }) => key)
  const reshaped = keys('shape').map(
    ({ key, found, wanted }) => `${key} (${found?.join('x')} for ${wanted?.join('x')})`,
  )
  if (missing.length + unknown.length + reshaped.length > 0) {
    const parts = [
      ...(missing.length > 0 ? [`missing: ${listed(missing)}`] : []),
      ...(unknown.length > 0 ? [`not the network's: ${listed(unknown)}`] : []),
      ...(reshaped.length > 0 ? [`of another shape: ${listed(reshaped)}`] : []),
    ]
    throw new AppError(
      'bad-input',
      `${file} holds the weights of another network than ${kind.describe(config)}; ${parts.join('; ')}.`,
      { file, missing, unknown, reshaped },
    )
  }
  return specs.flatMap(spec => given.get(spec.name) ?? [])
}

function listed(keys: readonly string[]): string {
  const shown = keys.slice(0, LISTED_KEYS).join(', ')
  return keys.length > LISTED_KEYS ? `${shown} and ${keys.length - LISTED_KEYS} more` : shown
}
