import { z } from 'zod'
import type { RunRecord } from '../../workspace/runs.ts'
import { runConfig } from '../runs/present.ts'

const dataSchema = z.object({
  calibration: z.object({
    calibrated: z.boolean(),
    pixelScaleArcsec: z.number().nullable(),
    unit: z.string().nullable(),
    fluxConvention: z.enum(['sum', 'mean', 'unknown']),
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
  const { magnification, magnifications } = runConfig(run).network
  return { ...dataSchema.parse(run.data), factor: magnification ** magnifications }
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
export function fluxCorrection(model: TrainedModel, input: 'sum' | 'mean' | 'unknown'): number {
  const trained = model.calibration.fluxConvention
  if (trained === 'sum' && input === 'mean') return model.factor ** 2
  if (trained === 'mean' && input === 'sum') return 1 / model.factor ** 2
  return 1
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

/** A unit per solid angle makes a brightness; any other says nothing. */
export function conventionOfUnit(unit: string | null): 'mean' | undefined {
  return unit !== null && /(\/\s*|\bper\s+)(sr|arcsec|deg)|(sr|arcsec2?)\s*(\^|\*\*)?\s*-[12]/i.test(unit)
    ? 'mean'
    : undefined
}
