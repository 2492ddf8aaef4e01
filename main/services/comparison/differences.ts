import type { Differences, RunDifferences, SplitOverlap } from '../../contract/comparison.ts'
import type { CellValue } from '../../contract/runTable.ts'
import type { FieldValue } from '../../domain/runQuery/fields.ts'
import type { RunRecord } from '../../workspace/runs.ts'
import { runSummary } from '../runs/present.ts'
import { flattened } from '../runTable/runValues.ts'

/** What is not the same in the settings, the data and the environment of runs. */
export function runDifferences(runs: readonly RunRecord[]): RunDifferences {
  return {
    runs: runs.map(runSummary),
    config: differences(runs.map(configOf)),
    data: differences(runs.map(dataOf)),
    environment: differences(runs.map(run => new Map(flattened(run.environment)))),
    splits: runs.slice(1).map(run => splitOverlap(runs[0], run)),
  }
}

type Values = ReadonlyMap<string, FieldValue>

/** Names of a run's own and of its dataset say nothing about how it was made. */
const NAMES: ReadonlySet<string> = new Set(['name', 'datasetId'])

const configOf = (run: RunRecord): Values => new Map(flattened(run.config).filter(([name]) => !NAMES.has(name)))

const dataOf = (run: RunRecord): Values =>
  new Map<string, FieldValue>([
    ['dataset', run.datasetName],
    ['datasetHash', run.datasetHash],
    ['splitHash', run.splitHash],
    ...flattened(run.data),
  ])

function differences(runs: readonly Values[]): Differences {
  const names = [...new Set(runs.flatMap(values => [...values.keys()]))]
  const rows = names.map(name => ({ name, values: runs.map(values => cellOf(values.get(name) ?? null)) }))
  const different = rows.filter(({ values }) => new Set(values.map(value => JSON.stringify(value))).size > 1)
  return { different, equal: rows.length - different.length }
}

const cellOf = (value: FieldValue): CellValue =>
  Array.isArray(value) ? [...value] : (value as Exclude<FieldValue, readonly string[]>)

function splitOverlap(first: RunRecord, other: RunRecord): SplitOverlap {
  if (first.datasetHash !== other.datasetHash) return { runId: other.id, shared: null }
  const [a, b] = [sidesOf(first), sidesOf(other)]
  const common = (one: readonly number[], two: readonly number[]) => {
    const known = new Set(one)
    return two.filter(sample => known.has(sample)).length
  }
  return {
    runId: other.id,
    shared: {
      train: common(a.train, b.train),
      validation: common(a.validation, b.validation),
      test: common(a.test, b.test),
      testTrainedOn: common(a.test, b.train),
      trainedOnTest: common(a.train, b.test),
    },
  }
}

function sidesOf({ data }: RunRecord): Record<'train' | 'validation' | 'test', readonly number[]> {
  const side = (value: unknown) => (Array.isArray(value) ? value.filter(one => typeof one === 'number') : [])
  return { train: side(data.train), validation: side(data.validation), test: side(data.test) }
}
