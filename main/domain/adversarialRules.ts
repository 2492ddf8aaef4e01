import { AppError } from './errors.ts'

/** What of a training against a discriminator must hold together. */
interface AdversarialNumbers {
  readonly weight: number
  readonly discriminatorRate: number
  readonly discriminatorFirstEpochs: number
  readonly trained: 'both' | 'generator' | 'discriminator'
}

/** Errors: `bad-input` that names every number which makes no sense, alone or beside the number of epochs. */
export function requireSense(numbers: AdversarialNumbers, epochs: number): void {
  const { weight, discriminatorRate, discriminatorFirstEpochs, trained } = numbers
  const rules: readonly [boolean, string][] = [
    [weight > 0, 'the weight of the adversarial term must be positive'],
    [discriminatorRate > 0, "the discriminator's rate must be positive"],
    [
      Number.isInteger(discriminatorFirstEpochs) && discriminatorFirstEpochs >= 0,
      'the epochs of the discriminator alone must be a whole number from 0',
    ],
    [
      trained !== 'both' || discriminatorFirstEpochs < epochs,
      `the discriminator learns alone in the first ${discriminatorFirstEpochs} of ${epochs} epochs: raise epochs, or train it alone`,
    ],
  ]
  const broken = rules.filter(([holds]) => !holds).map(([, rule]) => rule)
  if (broken.length === 0) return
  throw new AppError('bad-input', `The adversarial settings make no sense: ${broken.join('; ')}.`, { broken })
}
