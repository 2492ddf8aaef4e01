import type { z } from 'zod'
import type { degradationSchema } from '../../../../main/contract/datasets.ts'
import { FieldGrid } from '../../../ui/FieldGrid.tsx'
import { NumberField } from '../../../ui/NumberField.tsx'
import { type NumberLimits, numberProblem } from '../../../ui/numberText.ts'

export type Degradation = z.infer<typeof degradationSchema>

const FIELDS: readonly (NumberLimits & { key: keyof Degradation; label: string; unit?: string; helper: string })[] = [
  { key: 'factor', label: 'Factor', min: 2, max: 8, integer: true, helper: 'LR pixel over HR pixel' },
  { key: 'hrPsfFwhmPixels', label: 'PSF FWHM of the HR', unit: 'HR px', min: 0, max: 100, helper: '0: none' },
  {
    key: 'lrPsfFwhmPixels',
    label: 'PSF FWHM wanted in the LR',
    unit: 'HR px',
    min: 0,
    max: 100,
    helper: 'not below that of the HR',
  },
  { key: 'noiseSigma', label: 'Noise added to the LR', unit: 'sigma', min: 0, helper: 'Gaussian, in the image unit' },
  { key: 'seed', label: 'Seed', min: 0, integer: true, helper: 'the same seed, the same noise' },
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
