import type { Axis, SweepRequest } from '../../contract/groups.ts'
import { AppError } from '../../domain/errors.ts'
import { createRandom, type Random } from '../../domain/random.ts'

/** More runs than this are a mistake in the axes. */
const MOST_TRIALS = 1000

/** Digits of a drawn value: more say nothing and make names long. */
const DRAWN_DIGITS = 4

export interface SweepPlan {
  /** Changed fields of each combination, beside those of the request. */
  readonly combinations: readonly Readonly<Record<string, unknown>>[]
  readonly seeds: readonly number[]
}

/**
 * All combinations of a sweep's values, or so many draws of them: the same request gives the same plan.
 * @param firstSeed the recipe's; further ones follow it
 * Errors: `bad-input` for axes that make no sense
 */
export function planSweep(
  request: Pick<SweepRequest, 'axes' | 'random' | 'drawSeed' | 'seeds'>,
  firstSeed: number,
): SweepPlan {
  const { axes, random, drawSeed, seeds } = request
  checkAxes(axes, random, seeds)
  const combinations = random === null ? grid(axes) : draws(axes, random, drawSeed)
  const runs = combinations.length * seeds
  if (runs > MOST_TRIALS) {
    const message = `This sweep would start ${runs} trainings; at most ${MOST_TRIALS} are possible. Try fewer values, or --random.`
    throw new AppError('bad-input', message, { runs, limit: MOST_TRIALS })
  }
  return { combinations, seeds: Array.from({ length: seeds }, (_, i) => firstSeed + i) }
}

function checkAxes(axes: readonly Axis[], random: number | null, seeds: number): void {
  if (axes.length === 0 && seeds < 2) {
    throw new AppError('bad-input', 'A sweep needs a field with values to try, or several seeds.', {})
  }
  const twice = axes.find((axis, i) => axes.findIndex(other => other.field === axis.field) < i)
  if (twice) throw new AppError('bad-input', `The field "${twice.field}" stands twice in the sweep.`, { ...twice })
  for (const axis of axes) {
    if ('values' in axis) continue
    const { field, low, high, scale } = axis
    if (random === null)
      throw new AppError('bad-input', `"${field}" has a range: say how many draws, or list its values.`, { ...axis })
    if (!(low < high))
      throw new AppError('bad-input', `The range of "${field}" is empty: ${low} to ${high}.`, { ...axis })
    if (scale === 'log' && low <= 0)
      throw new AppError('bad-input', `The range of "${field}" must be above 0 to be drawn by its logarithm.`, {
        ...axis,
      })
  }
}

/** The last axis changes fastest. */
function grid(axes: readonly Axis[]): Readonly<Record<string, unknown>>[] {
  return axes.reduce<Readonly<Record<string, unknown>>[]>(
    (combinations, axis) =>
      combinations.flatMap(combination =>
        ('values' in axis ? axis.values : []).map(value => ({ ...combination, [axis.field]: value })),
      ),
    [{}],
  )
}

function draws(axes: readonly Axis[], count: number, seed: number): Readonly<Record<string, unknown>>[] {
  const random = createRandom(seed)
  return Array.from({ length: count }, () => Object.fromEntries(axes.map(axis => [axis.field, draw(axis, random)])))
}

function draw(axis: Axis, random: Random): unknown {
  if ('values' in axis) return axis.values[random.integer(axis.values.length)]
  const { low, high, scale, integer } = axis
  const u = random.uniform()
  const value = scale === 'log' ? low * (high / low) ** u : low + (high - low) * u
  return integer ? Math.min(high, Math.floor(value + 0.5)) : Number(value.toPrecision(DRAWN_DIGITS))
}
