import type { RunSummary } from '../../contract/runs.ts'
import type { RunField } from '../../contract/runTable.ts'
import type { FieldRef, FieldType, FieldValue } from '../../domain/runQuery/fields.ts'
import { listMeanScores } from '../../workspace/evaluations.ts'
import { CURVE_NAMES, type CurveName, type CurvePoint, curvePoints } from '../../workspace/runCurves.ts'
import { type ChangedRun, listChangedRuns } from '../../workspace/runs.ts'
import type { Workspace } from '../../workspace/workspace.ts'
import { runSummary } from '../runs/present.ts'
import { titleOf } from './fieldTitles.ts'
import { type RunValues, runValues } from './runValues.ts'

export interface IndexedRun {
  readonly run: RunSummary
  readonly archived: boolean
  /** Lower-case text of what a search looks through. */
  readonly search: string
  readonly values: RunValues
  /** Series at places that were asked for before. */
  readonly points: Map<string, CurvePoint | null>
}

/**
 * The runs outside of the trash with every value that a table can ask for, in memory. It is made from the database when
 * it is first asked, and of runs that have changed since, again; nothing is kept but what the database has.
 */
export interface RunIndex {
  /** In the order of their making, the latest first. */
  runs(): readonly IndexedRun[]
  get(id: string): IndexedRun | undefined
  /** By name; series first. */
  fields(): readonly RunField[]
  value(run: IndexedRun, field: FieldRef): { value: FieldValue; step: number | null }
}

export function createRunIndex({ db }: Workspace): RunIndex {
  const all = new Map<string, IndexedRun>()
  let revision = -1
  let ordered: readonly IndexedRun[] = []
  let fields: readonly RunField[] = []

  const take = ({ run, archived, removed, search }: ChangedRun): void => {
    if (removed) {
      all.delete(run.id)
      return
    }
    const values = runValues(run, archived, listMeanScores(db, run))
    all.set(run.id, { run: runSummary(run), archived, search, values, points: new Map() })
  }
  const refresh = (): void => {
    const changed = listChangedRuns(db, revision)
    if (changed.length === 0) return
    for (const change of changed) take(change)
    revision = changed.at(-1)?.revision ?? revision
    ordered = [...all.values()].sort(
      ({ run: a }, { run: b }) => b.createdAt.localeCompare(a.createdAt) || a.id.localeCompare(b.id),
    )
    fields = []
  }
  const points = new Map<CurveName, ReturnType<typeof curvePoints>>()
  const pointOf = ({ run, points: known }: IndexedRun, name: CurveName, at: FieldRef['at']): CurvePoint | null => {
    const step = at === 'last' ? Number.MAX_SAFE_INTEGER : typeof at === 'number' ? at : run.best?.step
    if (step === undefined) return null
    const key = `${name}@${step}`
    const kept = known.get(key)
    if (kept !== undefined) return kept
    const find = points.get(name) ?? curvePoints(db, name)
    points.set(name, find)
    const point = find(run.id, step)
    known.set(key, point)
    return point
  }
  return {
    runs: () => {
      refresh()
      return ordered
    },
    get: id => {
      refresh()
      return all.get(id)
    },
    fields: () => {
      refresh()
      if (fields.length === 0) fields = describeFields(ordered)
      return fields
    },
    value: (run, { name, at }) => {
      const curve = CURVE_NAMES.find(known => known === name)
      if (curve === undefined) return { value: run.values.get(name) ?? null, step: null }
      const point = pointOf(run, curve, at)
      return { value: point?.value ?? null, step: point?.step ?? null }
    },
  }
}

/** More values than these are no help to one who writes a filter. */
const MOST_VALUES = 30
/** A number with more different values is measured, not chosen. */
const MOST_NUMBERS = 12

function describeFields(runs: readonly IndexedRun[]): RunField[] {
  const series = CURVE_NAMES.map(name => {
    return { name, ...titleOf(name), type: 'number' as const, isSeries: true, values: [] }
  })
  const seen = new Map<string, Map<FieldType, Map<string, number>>>()
  for (const { values } of runs) {
    for (const [name, value] of values) {
      const types = seen.get(name) ?? new Map<FieldType, Map<string, number>>()
      seen.set(name, types)
      if (value === null) continue
      const type = name === 'created' ? 'moment' : typeOf(value)
      const counts = types.get(type) ?? new Map<string, number>()
      types.set(type, counts)
      for (const one of Array.isArray(value) ? value : [String(value)]) counts.set(one, (counts.get(one) ?? 0) + 1)
    }
  }
  const plain = [...seen].map(([name, types]) => {
    // What is a number here and a text there can be compared as a text only.
    const type = types.size === 1 ? [...types.keys()][0] : 'text'
    const counts = [...types.values()].flatMap(known => [...known]).sort((a, b) => b[1] - a[1])
    const isMeasured = type === 'number' && counts.length > MOST_NUMBERS
    const values = isMeasured || name === 'notes' ? [] : counts.slice(0, MOST_VALUES).map(([value]) => value)
    return { name, ...titleOf(name), type, isSeries: false, values }
  })
  return [...series, ...plain.sort((a, b) => rank(a.name) - rank(b.name) || a.name.localeCompare(b.name))]
}

/** A run's own fields before scores, scores before settings, data and environment last. */
function rank(name: string): number {
  if (!name.includes('.')) return 0
  const at = ['test', 'validation', 'settings', 'network', 'data', 'env'].indexOf(name.split('.')[0])
  return at === -1 ? 4 : at + 1
}

function typeOf(value: NonNullable<FieldValue>): FieldType {
  if (typeof value === 'number') return 'number'
  if (typeof value === 'boolean') return 'flag'
  return typeof value === 'string' ? 'text' : 'list'
}
