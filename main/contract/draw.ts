import { z } from 'zod'

/** A fixed value, or a distribution from which each lens draws its own. */
export const drawSchema = z.union([
  z.number(),
  z.strictObject({ min: z.number(), max: z.number() }).refine(r => r.min <= r.max, 'min is above max'),
  z.strictObject({ mean: z.number(), sigma: z.number().min(0) }),
  z
    .strictObject({ log10Min: z.number().min(-300).max(300), log10Max: z.number().min(-300).max(300) })
    .refine(r => r.log10Min <= r.log10Max, 'log10Min is above log10Max'),
])
export type Draw = z.infer<typeof drawSchema>

/** What a number is measured in and where it must lie, for forms, help and the check of whole distributions. */
export interface QuantityMeta {
  readonly label: string
  readonly unit?: string
  readonly helper?: string
  readonly min?: number
  readonly max?: number
}

/** What stands behind each field of a form. */
export const quantities = z.registry<QuantityMeta>()

/** A value that may be drawn. Limits hold for each end of a range and for the middle of a normal distribution. */
export function quantity(meta: QuantityMeta) {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = meta
  const isWithin = (value: number): boolean => value >= min && value <= max
  const said =
    Number.isFinite(min) && Number.isFinite(max)
      ? `${min} to ${max}`
      : Number.isFinite(min)
        ? `${min} or more`
        : `${max} or less`
  return drawSchema
    .refine(draw => endsOf(draw).every(isWithin), `${meta.label} must be ${said}`)
    .register(quantities, meta)
}

/** A number that is the same for all lenses. */
export function fixedQuantity(schema: z.ZodNumber, meta: QuantityMeta) {
  return schema.register(quantities, { ...limitsOf(schema), ...meta })
}

function endsOf(draw: Draw): number[] {
  if (typeof draw === 'number') return [draw]
  if ('min' in draw) return [draw.min, draw.max]
  if ('mean' in draw) return [draw.mean]
  return [10 ** draw.log10Min, 10 ** draw.log10Max]
}

function limitsOf({ minValue, maxValue }: z.ZodNumber): Pick<QuantityMeta, 'min' | 'max'> {
  return {
    ...(minValue !== null && Number.isFinite(minValue) ? { min: minValue } : {}),
    ...(maxValue !== null && Number.isFinite(maxValue) ? { max: maxValue } : {}),
  }
}
