import { createHash } from 'node:crypto'
import type { FieldValue } from '../../domain/runQuery/fields.ts'
import type { MeanScores } from '../../workspace/evaluations.ts'
import type { RunRecord } from '../../workspace/runs.ts'
import { runSummary } from '../runs/present.ts'

export type RunValues = ReadonlyMap<string, FieldValue>

/** What stands in columns of the run itself, and so needs no field of its configuration. */
const SAID_ALREADY: ReadonlySet<string> = new Set(['datasetId', 'presetId', 'name', 'device', 'settings.seed'])

/** Every value of a run that a column can show, by the field's name; series are asked for elsewhere. */
export function runValues(run: RunRecord, archived: boolean, scores: readonly MeanScores[]): RunValues {
  const values = new Map<string, FieldValue>([
    ['id', run.id],
    ['name', run.name],
    ['status', run.status],
    ['dataset', run.datasetName],
    ['datasetId', run.datasetId],
    ['recipe', run.presetId],
    ['network', run.network],
    ['parameters', run.parameters],
    ['device', run.device],
    ['seed', run.seed],
    ['setup', setupOf(run)],
    ['created', run.createdAt],
    ['duration', run.durationSeconds],
    ['epoch', run.epoch],
    ['epochs', run.epochs],
    ['step', run.step],
    ['tags', run.tags],
    ['notes', run.notes === '' ? null : run.notes],
    ['archived', archived],
    ['peakMemory', run.peakMemoryBytes === null ? null : run.peakMemoryBytes / 2 ** 20],
    ['datasetHash', run.datasetHash],
    ['splitHash', run.splitHash],
    ['error', run.error?.code ?? null],
    ['kind', runSummary(run).kind],
    ['accuracy', run.bestClass?.accuracy ?? null],
  ])
  for (const [name, value] of flattened(run.config)) if (!SAID_ALREADY.has(name)) values.set(name, value)
  for (const [name, value] of flattened(run.data)) values.set(`data.${name}`, value)
  for (const [name, value] of flattened(run.environment)) values.set(`env.${name}`, value)
  // The newest of a side comes last and stays.
  for (const score of scores) for (const [name, value] of scoreValues(score)) values.set(`${score.side}.${name}`, value)
  return values
}

/** A longer list of numbers is told by its length: what a split's samples are is of no use in a table. */
const MOST_NUMBERS = 8
/** Lists of which only the length counts, however short. */
const COUNTED: ReadonlySet<string> = new Set(['train', 'validation', 'test', 'preview'])

/** Nested values by their paths. Lists of texts stay lists; short ones of numbers are told as they are written. */
export function flattened(value: unknown, path = ''): [string, FieldValue][] {
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return [[path, value]]
  if (Array.isArray(value)) {
    if (value.length > 0 && value.every(one => typeof one === 'string')) return [[path, value]]
    const isShort = value.length > 0 && value.length <= MOST_NUMBERS && value.every(one => typeof one === 'number')
    return [[path, isShort && !COUNTED.has(path) ? value.join(', ') : value.length]]
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => flattened(inner, path === '' ? key : `${path}.${key}`))
}

/** Equal for runs that differ in seed, name and device only. */
function setupOf({ config, datasetHash }: RunRecord): string {
  const told = JSON.stringify(ordered(config, ''))
  return createHash('sha256').update(`${datasetHash} ${told}`).digest('hex').slice(0, 8)
}

/** The same for records whose keys were written in another order, without what is said already. */
function ordered(value: unknown, path: string): unknown {
  if (Array.isArray(value)) return value.map(one => ordered(one, `${path}[]`))
  if (typeof value !== 'object' || value === null) return value
  const inner = (key: string) => (path === '' ? key : `${path}.${key}`)
  const kept = Object.entries(value).filter(([key]) => !SAID_ALREADY.has(inner(key)))
  return kept.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => [key, ordered(one, inner(key))])
}

function scoreValues({ methods, images, reducedChiSquare }: MeanScores): [string, FieldValue][] {
  const of = (id: string) => methods.find(method => method.id === id)
  const network = of('network')
  if (!network) return []
  const { whole, lens } = network
  const plain = of('bicubic')?.whole.psnr.mean
  return [
    ['psnr', whole.psnr.mean],
    ['ssim', whole.ssim.mean],
    ['mse', whole.mse.mean],
    ['lensPsnr', lens?.psnr.mean ?? null],
    ['lensSsim', lens?.ssim.mean ?? null],
    ['gain', plain === undefined ? null : whole.psnr.mean - plain],
    ['images', images],
    ['chiSquare', reducedChiSquare],
  ]
}
