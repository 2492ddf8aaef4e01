/** What a training's loss can be the sum of, and what the discriminator of a generator minimises: each is a series of its own. */
export const LOSS_TERMS = [
  'mse',
  'l1',
  'charbonnier',
  'ssim',
  'flux',
  'consistency',
  'feature',
  'adversarial',
  'discriminator',
] as const
export type LossTermName = (typeof LOSS_TERMS)[number]

/** The series of a term: 'loss.l1'. Its values are unweighted. */
export type LossTermCurve = `loss.${LossTermName}`
export const LOSS_TERM_CURVES = LOSS_TERMS.map((name): LossTermCurve => `loss.${name}`)
