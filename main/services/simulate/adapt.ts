import type { Simulation, SubstructureKind } from '../../contract/simulate.ts'
import { AppError } from '../../domain/errors.ts'
import type { SimulationConfig } from '../../lensing/config.ts'
import { instruments } from '../../lensing/instruments.ts'
import { substructureClasses, withInstrument } from '../../lensing/presets.ts'

export interface Adaptation {
  readonly simulation: Simulation
  readonly instrument?: string | undefined
  readonly kind?: SubstructureKind | undefined
}

/** The simulation through another instrument, or with other substructure. Throws `not-found` for an unknown instrument. */
export function adaptSimulation({ simulation, instrument, kind }: Adaptation): SimulationConfig {
  const { none, cdm, vortex } = substructureClasses
  const classes = { none: [none], cdm: [cdm], vortex: [vortex], classes: [none, cdm, vortex] }
  const adapted = kind === undefined ? simulation : { ...simulation, substructure: classes[kind] }
  if (instrument === undefined) return adapted
  const found = instruments.find(({ id }) => id === instrument)
  if (found === undefined) {
    throw new AppError(
      'not-found',
      `There is no instrument '${instrument}'. Known: ${instruments.map(({ id }) => id).join(', ')}.`,
      { instrument },
    )
  }
  return withInstrument(adapted, found)
}
