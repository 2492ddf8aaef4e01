import type { z } from 'zod'
import type { degradationSchema } from '../../../../main/contract/datasets.ts'
import { t } from '../../../text/t.ts'
import { FieldGrid } from '../../../ui/FieldGrid.tsx'
import { NumberField } from '../../../ui/NumberField.tsx'
import { type NumberLimits, numberProblem } from '../../../ui/numberText.ts'

export type Degradation = z.infer<typeof degradationSchema>

const FIELDS: readonly (NumberLimits & { key: keyof Degradation; label: string; unit?: string; helper: string })[] = [
  { key: 'factor', label: t.data.factor, min: 2, max: 8, integer: true, helper: t.data.lrPixelOverHRPixel },
  { key: 'hrPsfFwhmPixels', label: t.data.psfFWHMOfTheHR, unit: t.data.hrPx, min: 0, max: 100, helper: '0: none' },
  {
    key: 'lrPsfFwhmPixels',
    label: t.data.psfFWHMWantedInTheLR,
    unit: t.data.hrPx,
    min: 0,
    max: 100,
    helper: t.data.notBelowThatOfTheHR,
  },
  { key: 'noiseSigma', label: t.data.noiseAddedToTheLR, unit: 'sigma', min: 0, helper: t.data.gaussianInTheImageUnit },
  { key: 'seed', label: t.data.seed, min: 0, integer: true, helper: t.data.theSameSeedTheSameNoise },
]

/** What is wrong with a degradation, or null. */
export const degradationProblem = (value: Degradation): string | null =>
  FIELDS.map(field => numberProblem(value[field.key], field)).find(problem => problem !== null) ?? null

interface DegradationFieldsProps {
  value: Degradation
  onChange: (value: Degradation) => void
}

/** PSF, binning and noise that turn an HR image into its LR image. */
export function DegradationFields({ value, onChange }: DegradationFieldsProps) {
  return (
    <FieldGrid>
      {FIELDS.map(({ key, ...field }) => (
        <NumberField
          key={key}
          {...field}
          value={value[key]}
          onChange={number => onChange({ ...value, [key]: number ?? Number.NaN })}
        />
      ))}
    </FieldGrid>
  )
}
