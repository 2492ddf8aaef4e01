import { z } from 'zod'
import { type Simulation, simulationSchema } from '../../../main/contract/simulate.ts'
import type { NumberLimits } from '../../ui/numberText.ts'

// The page's policy forbids `eval`, by which zod would compile its parsers.
z.config({ jitless: true })

/** Limits of a plain number of the simulation, as the contract states them. */
export function limitsOfField(key: keyof Simulation): NumberLimits {
  const schema = simulationSchema.shape[key]
  if (!(schema instanceof z.ZodNumber)) return {}
  const { minValue, maxValue, isInt } = schema
  return {
    integer: isInt,
    ...(minValue !== null && Number.isFinite(minValue) ? { min: minValue } : {}),
    ...(maxValue !== null && Number.isFinite(maxValue) ? { max: maxValue } : {}),
  }
}

/** The simulation where the core would take it, else what is wrong with it, by field. */
export function checkSimulation(
  simulation: Simulation,
): { ok: true; simulation: Simulation } | { ok: false; problems: readonly string[] } {
  const parsed = simulationSchema.safeParse(simulation)
  if (parsed.success) return { ok: true, simulation: parsed.data }
  return { ok: false, problems: parsed.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`) }
}
