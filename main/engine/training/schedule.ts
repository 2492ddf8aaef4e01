import type { LearningRateSchedule } from '../port.ts'

/** The plateau schedule's memory between validations. */
export interface PlateauState {
  /** Product of all reductions so far. */
  readonly rateFactor: number
  /** Validations without a better PSNR since the last better one or the last reduction. */
  readonly waited: number
}

export const freshPlateau: PlateauState = { rateFactor: 1, waited: 0 }

/** Learning rate of the optimizer step `step` (0-based) out of `totalSteps`. */
export function learningRateAt(
  schedule: LearningRateSchedule,
  baseRate: number,
  step: number,
  totalSteps: number,
  plateau: PlateauState,
): number {
  switch (schedule.kind) {
    case 'constant':
      return baseRate
    case 'plateau':
      return baseRate * plateau.rateFactor
    case 'cosine': {
      if (step < schedule.warmupSteps) return (baseRate * (step + 1)) / schedule.warmupSteps
      const span = Math.max(1, totalSteps - 1 - schedule.warmupSteps)
      const progress = Math.min(1, (step - schedule.warmupSteps) / span)
      const fall = 0.5 * (1 + Math.cos(Math.PI * progress))
      return baseRate * (schedule.finalFraction + (1 - schedule.finalFraction) * fall)
    }
  }
}

/** The plateau's memory after one more validation; other schedules have none. */
export function afterValidation(schedule: LearningRateSchedule, plateau: PlateauState, better: boolean): PlateauState {
  if (schedule.kind !== 'plateau') return plateau
  if (better) return { ...plateau, waited: 0 }
  if (plateau.waited + 1 < schedule.patience) return { ...plateau, waited: plateau.waited + 1 }
  return { rateFactor: plateau.rateFactor * schedule.factor, waited: 0 }
}
