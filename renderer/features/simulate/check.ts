import { z } from 'zod'
import { type Simulation, simulationSchema } from '../../../main/contract/simulate.ts'

// The page's policy forbids `eval`, by which zod would compile its parsers.
z.config({ jitless: true })

/** The simulation where the core would take it, else what is wrong with it, by the path of each parameter. */
export function checkSimulation(
  simulation: unknown,
): { ok: true; simulation: Simulation } | { ok: false; problems: readonly string[] } {
  const parsed = simulationSchema.safeParse(simulation)
  if (parsed.success) return { ok: true, simulation: parsed.data }
  return { ok: false, problems: parsed.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`) }
}
