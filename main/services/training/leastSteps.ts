/** More validations than this cost time and tell nothing new. */
const MOST_VALIDATIONS = 50

interface Paced {
  readonly epochs: number
  readonly batchSize: number
  readonly validateEveryEpochs: number
}

/** Optimiser steps of an epoch; a batch is at most all of the images. */
export const stepsPerEpoch = ({ batchSize }: Pick<Paced, 'batchSize'>, train: number): number =>
  Math.max(1, Math.ceil(train / Math.min(batchSize, train)))

/**
 * As many epochs as make `least` steps of the `train` images, where the settings' own are fewer, with validations no more
 * frequent than they need be; nothing where they are enough. Says why in `reasons`.
 */
export function raisedToSteps(
  settings: Paced,
  train: number,
  least: number,
  reasons: Record<string, string>,
): Partial<Paced> {
  const epochs = Math.max(settings.epochs, Math.ceil(least / stepsPerEpoch(settings, train)))
  if (epochs === settings.epochs) return {}
  reasons.epochs = `Raised from ${settings.epochs}: with ${train} training images it takes ${epochs} epochs to make ${least} steps.`
  return { epochs, ...fewerValidations(settings, epochs, reasons) }
}

export function fewerValidations(settings: Paced, epochs: number, reasons: Record<string, string>) {
  const validateEveryEpochs = Math.max(settings.validateEveryEpochs, Math.ceil(epochs / MOST_VALIDATIONS))
  if (validateEveryEpochs > 1)
    reasons.validateEveryEpochs = `Epochs are short here: a validation every ${validateEveryEpochs}.`
  return { validateEveryEpochs }
}
