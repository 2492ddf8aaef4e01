import type { Scalar, Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { binaryCrossEntropy } from '../classLosses.ts'

/**
 * What discriminator and generator learn by, of logits [batch, 1] of real and of generated images.
 *
 * 'standard': is an image real (Goodfellow et al. 2014, the generator's loss in its form that does not saturate).
 * 'relativistic': is it more real than the mean of the other kind (Jolicoeur-Martineau 2018, "RaSGAN"), which also lets the
 * generator learn from real images.
 */
export type AdversarialForm = 'standard' | 'relativistic'

const REAL = 1
const GENERATED = 0

const judgedAs = (logits: Tensor, truth: number): Scalar => binaryCrossEntropy(logits, tf.fill(logits.shape, truth))

export function discriminatorLoss(form: AdversarialForm, real: Tensor, generated: Tensor): Scalar {
  return meanOf(form, real, generated, REAL, GENERATED)
}

export function generatorLoss(form: AdversarialForm, real: Tensor, generated: Tensor): Scalar {
  if (form === 'standard') return judgedAs(generated, REAL)
  return meanOf(form, real, generated, GENERATED, REAL)
}

function meanOf(form: AdversarialForm, real: Tensor, generated: Tensor, asReal: number, asGenerated: number): Scalar {
  const [a, b] =
    form === 'standard' ? [real, generated] : [tf.sub(real, tf.mean(generated)), tf.sub(generated, tf.mean(real))]
  return tf.mul(tf.add(judgedAs(a, asReal), judgedAs(b, asGenerated)), 0.5)
}

/** Share of the images that the discriminator tells rightly: logits above 0 are taken for real. */
export function judgedRightly(real: Tensor, generated: Tensor): Scalar {
  const share = (rightly: Tensor) => tf.mean(tf.cast(rightly, 'float32'))
  return tf.mul(tf.add(share(tf.greater(real, 0)), share(tf.lessEqual(generated, 0))), 0.5)
}
