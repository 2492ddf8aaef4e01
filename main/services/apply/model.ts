import { z } from 'zod'
import { magnificationOf } from '../../contract/networks.ts'
import type { RunRecord } from '../../workspace/runs.ts'
import { runConfig } from '../runs/present.ts'
import type { FluxConvention } from './provenance.ts'
import type { Redegradation } from './residual.ts'

const dataSchema = z.object({
  calibration: z.object({
    calibrated: z.boolean(),
    pixelScaleArcsec: z.number().nullable(),
    unit: z.string().nullable(),
    fluxConvention: z.enum(['sum', 'mean', 'unknown']),
    lrPsfFwhmArcsec: z.number().nullable().default(null),
    hrPsfFwhmArcsec: z.number().nullable().default(null),
  }),
  fluxFactor: z.number(),
  offset: z.object({ dx: z.number(), dy: z.number() }).nullable(),
  registered: z.boolean(),
})

/** What applying a run's network rests on: the calibration of the images that it was trained on. */
export interface TrainedModel extends z.infer<typeof dataSchema> {
  readonly factor: number
}

export function trainedModel(run: RunRecord): TrainedModel {
  return { ...dataSchema.parse(run.data), factor: magnificationOf(runConfig(run).network) }
}

/** A measured offset below this is within the measurement's own error, HR pixels. */
const LEAST_OFFSET = 0.1

/** By how many output pixels a product's content lies to the right and above of where the input's WCS puts it. */
export function productOffset({ offset, registered }: TrainedModel): { dx: number; dy: number } {
  if (registered || offset === null || Math.hypot(offset.dx, offset.dy) < LEAST_OFFSET) return { dx: 0, dy: 0 }
  return { dx: offset.dx, dy: offset.dy }
}

/**
 * What the network's output is multiplied by: its pixels follow the convention of the training images, and a product
 * follows that of its own input.
 */
export function fluxCorrection(model: TrainedModel, input: FluxConvention): number {
  const trained = model.calibration.fluxConvention
  if (trained === 'sum' && input === 'mean') return model.factor ** 2
  if (trained === 'mean' && input === 'sum') return 1 / model.factor ** 2
  return 1
}

/** What a product's pixels are: where training did not know what its own were, nothing is claimed. */
export function productConvention(model: TrainedModel, input: FluxConvention): FluxConvention {
  return model.calibration.fluxConvention === 'unknown' ? 'unknown' : input
}

/** How a product is taken back to its input, or why nobody knows. */
export function redegradation(
  model: TrainedModel,
  input: { readonly pixelScaleArcsec: number | null; readonly fluxConvention: FluxConvention },
): Redegradation | { readonly missing: string } {
  const { calibrated, pixelScaleArcsec: scale, lrPsfFwhmArcsec: lr, hrPsfFwhmArcsec: hr } = model.calibration
  const convention = productConvention(model, input.fluxConvention)
  if (!calibrated) return { missing: 'the training images have no photometry.' }
  if (scale === null || lr === null || hr === null)
    return { missing: 'the PSFs and the pixel scale of the training images are not all known.' }
  if (convention === 'unknown') return { missing: 'it is not known whether a pixel holds flux or brightness.' }
  if (lr < hr) return { missing: 'the PSF of the input is stated sharper than that of the output.' }
  if (input.pixelScaleArcsec !== null && Math.abs(input.pixelScaleArcsec / scale - 1) > SCALE_TOLERANCE)
    return { missing: 'the input has another pixel scale than the training images, so its PSF is not known.' }
  return {
    factor: model.factor,
    hrPsfFwhmPixels: (hr / scale) * model.factor,
    lrPsfFwhmPixels: (lr / scale) * model.factor,
    fluxConvention: convention,
    offset: productOffset(model),
  }
}

/** Pixel scales further apart than this show the network another sky than it knows. */
const SCALE_TOLERANCE = 0.05

/** Where the input's calibration lies outside of what the network was trained on. */
export function calibrationWarnings(
  model: TrainedModel,
  input: { readonly pixelScaleArcsec: number | null; readonly unit: string | null },
): string[] {
  const { pixelScaleArcsec: scale, unit } = model.calibration
  const warnings: string[] = []
  if (scale !== null && input.pixelScaleArcsec === null) {
    warnings.push(`The pixel scale is not known; the network was trained at ${scale} arcsec a pixel.`)
  }
  if (scale !== null && input.pixelScaleArcsec !== null) {
    const ratio = input.pixelScaleArcsec / scale
    if (Math.abs(ratio - 1) > SCALE_TOLERANCE) {
      warnings.push(
        `The pixel scale is ${Number(input.pixelScaleArcsec.toPrecision(4))} arcsec; the network was trained at ${scale} arcsec a pixel.`,
      )
    }
  }
  if (unit !== null && input.unit !== null && normalised(unit) !== normalised(input.unit)) {
    warnings.push(`The unit is ${input.unit}; the network was trained on ${unit}.`)
  }
  return warnings
}

const normalised = (unit: string): string => unit.toLowerCase().replace(/[\s*.]+/g, '')

/** A unit per solid angle makes a brightness, one per pixel a flux; any other says nothing. */
export function conventionOfUnit(unit: string | null): 'mean' | 'sum' | undefined {
  if (unit !== null && /(\/\s*|\bper\s+)pix(el)?\b|\bpix(el)?\s*(\^|\*\*)?\s*-1/i.test(unit)) return 'sum'
  return unit !== null && /(\/\s*|\bper\s+)(sr|arcsec|deg)|(sr|arcsec2?)\s*(\^|\*\*)?\s*-[12]/i.test(unit)
    ? 'mean'
    : undefined
}
