import type { Axis, RecipeRequest, SweepRequest } from '../../../main/contract/groups.ts'
import type { Recipe } from '../../../main/contract/recipes.ts'
import { networkFields, stageFields } from './fields.ts'

/** A field of a sweep as it is typed: '2, 4', or '1e-5 to 1e-2' in a random search. */
export interface AxisDraft {
  readonly field: string
  readonly text: string
}

export interface SweepDraft {
  readonly axes: readonly AxisDraft[]
  readonly seeds: number | null
  /** Draws of a random search; null: all combinations. */
  readonly random: number | null
}

export const emptySweep: SweepDraft = { axes: [{ field: '', text: '' }], seeds: 1, random: null }

/** Fields that a sweep may change, by their path; the seed has a place of its own. */
export function sweepFields(recipe: Recipe): { path: string; label: string }[] {
  const several = recipe.stages.length > 1
  return recipe.stages.flatMap(stage => {
    const { model, settings } = stageFields(stage)
    const own = [...(stage.task === 'classify' ? model : networkFields(stage.network.kind)), ...settings].filter(
      ({ key }) => key !== 'seed' && key !== 'kind' && !key.startsWith('magnification') && key in allValues(stage),
    )
    return own.map(({ key, label }) => ({
      path: several ? `${stage.id}.${key}` : key,
      label: several ? `${stage.title}: ${label}` : label,
    }))
  })
}

const optional = ['clipNorm', 'averageDecay', 'inputNoise', 'earlyStopPatience']

/** The fields that a stage has or may have. */
function allValues(stage: Recipe['stages'][number]): Record<string, unknown> {
  const model = stage.task === 'classify' ? stage.classifier : stage.network
  return { ...Object.fromEntries(optional.map(key => [key, null])), ...model, ...stage.settings }
}

const parseValue = (text: string): unknown => {
  const trimmed = text.trim()
  if (trimmed === 'true' || trimmed === 'false') return trimmed === 'true'
  const number = Number(trimmed)
  return trimmed !== '' && Number.isFinite(number) ? number : trimmed
}

/** A range over more than this factor is drawn by its logarithm. */
const LOG_FROM = 10

function axisOf({ field, text }: AxisDraft): Axis | null {
  if (field === '' || text.trim() === '') return null
  const ends = text.split(/\s+to\s+/).map(Number)
  if (ends.length === 2 && ends.every(Number.isFinite)) {
    const [low, high] = ends
    const scale = low > 0 && high / low > LOG_FROM ? 'log' : 'linear'
    return { field, low, high, scale, integer: ends.every(Number.isInteger) }
  }
  const values = text.split(',').map(parseValue)
  return values.some(value => value === '') ? null : { field, values }
}

/** The sweep as the core takes it; null while a field is not filled in. */
export function sweepRequest(request: RecipeRequest, { axes, seeds, random }: SweepDraft): SweepRequest | null {
  const filled = axes.filter(axis => axis.field !== '' || axis.text.trim() !== '').map(axisOf)
  if (filled.some(axis => axis === null) || seeds === null || !(seeds >= 1) || (random !== null && !(random >= 1)))
    return null
  const usable = filled.flatMap(axis => axis ?? [])
  if (usable.length === 0 && seeds < 2) return null
  return { ...request, axes: usable, seeds, random, drawSeed: 0 }
}
