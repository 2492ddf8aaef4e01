import FormControlLabel from '@mui/material/FormControlLabel'
import MenuItem from '@mui/material/MenuItem'
import Stack from '@mui/material/Stack'
import Switch from '@mui/material/Switch'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import type { FluxConvention } from '../../../../main/contract/common.ts'
import type { Calibration } from '../../../../main/contract/datasets.ts'
import { t } from '../../../text/t.ts'
import { FieldGrid } from '../../../ui/FieldGrid.tsx'
import { NumberField } from '../../../ui/NumberField.tsx'
import { CALIBRATION_FIELDS } from './calibration.ts'

interface CalibrationFieldsProps {
  value: Calibration
  onChange: (value: Calibration) => void
}

const CONVENTIONS: readonly { value: FluxConvention; label: string }[] = [
  { value: 'unknown', label: t.common.notKnown },
  { value: 'sum', label: t.data.fluxInThePixelItSums },
  { value: 'mean', label: t.data.surfaceBrightnessItAverages },
]

/** What a pixel is: its side, unit and meaning, and the PSFs. */
export function CalibrationFields({ value, onChange }: CalibrationFieldsProps) {
  const set = (change: Partial<Calibration>) => onChange({ ...value, ...change })
  const imageUnit = value.unit ?? t.common.imageUnit
  return (
    <Stack sx={{ gap: 2 }}>
      <div>
        <FormControlLabel
          control={<Switch checked={value.calibrated} onChange={(_, calibrated) => set({ calibrated })} />}
          label={t.data.valuesArePhotometry}
        />
        <Typography variant="caption" component="p" sx={{ m: 0, color: 'text.secondary' }}>
          {t.data.offWhereImagesWereScaledOneBy}
        </Typography>
      </div>
      <FieldGrid minWidth={220}>
        <TextField
          label={t.data.unitOfTheValues}
          value={value.unit ?? ''}
          placeholder={t.common.notKnown}
          helperText={t.data.asBUNITElectronSMJySr}
          onChange={event => set({ unit: event.target.value === '' ? null : event.target.value })}
          slotProps={{ inputLabel: { shrink: true }, htmlInput: { maxLength: 68, autoComplete: 'off' } }}
        />
        <TextField
          select
          label={t.data.aPixelsValueIs}
          value={value.fluxConvention}
          helperText={t.data.decidesHowLRAndHRFluxesCompare}
          onChange={event => {
            const chosen = CONVENTIONS.find(convention => convention.value === event.target.value)
            if (chosen !== undefined) set({ fluxConvention: chosen.value })
          }}
          slotProps={{ inputLabel: { shrink: true } }}
        >
          {CONVENTIONS.map(convention => (
            <MenuItem key={convention.value} value={convention.value}>
              {convention.label}
            </MenuItem>
          ))}
        </TextField>
        {CALIBRATION_FIELDS.map(({ key, label, unit, max, helper, placeholder }) => (
          <NumberField
            key={key}
            label={label}
            unit={unit === 'image' ? imageUnit : unit}
            above={0}
            max={max}
            optional
            helper={helper}
            placeholder={placeholder}
            value={value[key]}
            onChange={number => set({ [key]: number })}
          />
        ))}
      </FieldGrid>
    </Stack>
  )
}
