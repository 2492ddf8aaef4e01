import { z } from 'zod'
import { baselineImage, baselineNames, type ClassicalMethod, classicalImage } from '../../domain/baselines.ts'
import { AppError } from '../../domain/errors.ts'
import type { FloatImage } from '../../domain/image.ts'
import { bestAffineFit } from '../../domain/metrics.ts'
import { checkConsistency, type Degradation, type MeasuredSample } from './consistency.ts'

/** How every picture of an evaluation is made from LR, HR and SR: kept beside the SR images, which alone are stored. */
export interface EvaluationRecipe {
  readonly factor: number
  /** An HR pixel of the same brightness holds 1 / fluxFactor of an LR pixel's value. */
  readonly fluxFactor: number
  /** Classical methods get the best straight line to each HR, since LR and HR share no photometry. */
  readonly affine: boolean
  readonly classical: readonly ClassicalMethod[]
  readonly degradation: Degradation | null
}

export interface Triple {
  readonly lr: FloatImage
  /** NaN where a pixel of it, or of the LR under it, does not count: no score looks there. */
  readonly hr: FloatImage
  readonly sr: FloatImage
  readonly measured: MeasuredSample
}

/** Every method that is scored, the network first. */
export function methodIds(recipe: EvaluationRecipe): string[] {
  return ['network', ...baselineNames, ...recipe.classical.map(setting => setting.method)]
}

/**
 * One picture: a method's image, `residual` (SR - HR) or `consistency` (SR degraded again - LR).
 * `not-found` for a layer that this evaluation has not.
 */
export function layerImage(layer: string, images: Triple, recipe: EvaluationRecipe): FloatImage {
  const { lr, hr, sr } = images
  if (layer === 'network') return sr
  if (layer === 'residual') return { ...sr, data: sr.data.map((value, i) => value - hr.data[i]) }
  if (layer === 'consistency' && recipe.degradation) {
    return checkConsistency(sr, lr, recipe.degradation, images.measured).residual
  }
  // Interpolation keeps brightness; a pixel that holds flux has less of it when it is smaller.
  const level = { ...lr, data: lr.data.map(value => value / recipe.fluxFactor) }
  const baseline = baselineNames.find(name => name === layer)
  if (baseline) return baselineImage(baseline, { lr: level, hr }, recipe.factor)
  const setting = recipe.classical.find(classical => classical.method === layer)
  if (!setting) throw new AppError('not-found', `This evaluation has no image "${layer}".`, { layer })
  const restored = classicalImage(setting, level, recipe.factor)
  return recipe.affine ? bestAffineFit(restored, hr).image : restored
}

const titles: Readonly<Record<string, string>> = {
  network: 'Network',
  nearest: 'Nearest',
  bilinear: 'Bilinear',
  bicubic: 'Bicubic',
  lanczos3: 'Lanczos-3',
  'bicubic-affine': 'Bicubic + best affine fit',
  wiener: 'Wiener',
  'richardson-lucy': 'Richardson-Lucy',
  'gaussian-denoise': 'Gaussian denoising',
}

export const methodTitle = (id: string): string => titles[id] ?? id

/** The parameters of a tuned method and where they come from; empty for the others but the oracle. */
export function methodNote(id: string, recipe: EvaluationRecipe, tunedOn: string): string {
  if (id === 'bicubic-affine') return 'the best straight line to each HR image: it looks at the answer'
  const setting = recipe.classical.find(classical => classical.method === id)
  if (!setting) return ''
  const affine = recipe.affine ? '; after the best straight line to each HR image' : ''
  return `${parameters(setting)}, then bicubic; tuned on the ${tunedOn} side${affine}`
}

function parameters(setting: ClassicalMethod): string {
  if (setting.method === 'gaussian-denoise') return `sigma ${setting.sigmaPixels} px`
  if (setting.method === 'wiener') return `${setting.psfLabel}, regularisation ${setting.regularisation}`
  return `${setting.psfLabel}, ${setting.iterations} iterations`
}

const imageSchema = z.object({ width: z.number(), height: z.number(), data: z.array(z.number()) })
const storedImage = imageSchema.transform(image => ({ ...image, data: Float32Array.from(image.data) }))
const deconvolution = { psf: storedImage, psfLabel: z.string() }
const recipeSchema = z.object({
  version: z.literal(1),
  factor: z.number(),
  fluxFactor: z.number(),
  affine: z.boolean(),
  classical: z.array(
    z.discriminatedUnion('method', [
      z.object({ method: z.literal('wiener'), ...deconvolution, regularisation: z.number() }),
      z.object({ method: z.literal('richardson-lucy'), ...deconvolution, iterations: z.number() }),
      z.object({ method: z.literal('gaussian-denoise'), sigmaPixels: z.number() }),
    ]),
  ),
  degradation: z
    .object({
      factor: z.number(),
      hrPsfFwhmPixels: z.number(),
      lrPsfFwhmPixels: z.number(),
      measured: z.object({ lrPsf: z.boolean(), hrPsf: z.boolean(), noise: z.boolean() }).optional(),
      fluxConvention: z.enum(['sum', 'mean']),
      noiseSigma: z.number(),
      exposureSeconds: z.number().nullable(),
      offset: z.object({ dx: z.number(), dy: z.number() }),
    })
    .nullable(),
})

export function recipeToJson(recipe: EvaluationRecipe): string {
  const plain = (key: string, value: unknown) =>
    value instanceof Float32Array && key === 'data' ? Array.from(value) : value
  return JSON.stringify({ version: 1, ...recipe }, plain)
}

export function recipeFromJson(text: string): EvaluationRecipe {
  const { version: _, ...recipe } = recipeSchema.parse(JSON.parse(text))
  return recipe
}
