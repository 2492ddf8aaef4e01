import Box from '@mui/material/Box'
import Checkbox from '@mui/material/Checkbox'
import FormControlLabel from '@mui/material/FormControlLabel'
import FormGroup from '@mui/material/FormGroup'
import FormHelperText from '@mui/material/FormHelperText'
import FormLabel from '@mui/material/FormLabel'
import MenuItem from '@mui/material/MenuItem'
import Stack from '@mui/material/Stack'
import TextField from '@mui/material/TextField'
import type { FluxConvention } from '../../../main/contract/common.ts'
import { FieldGrid } from '../../ui/FieldGrid.tsx'
import { NumberField } from '../../ui/NumberField.tsx'
import { numberProblem } from '../../ui/numberText.ts'

type Format = 'fits' | 'npy' | 'png'

export interface OutputSettings {
  readonly formats: Format[]
  /** Empty: the workspace's exports. */
  readonly folder: string
  readonly overwrite: boolean
  readonly pixelScaleArcsec: number | null
  readonly fluxConvention: FluxConvention
  readonly tilePixels: number
}

export const FIRST_OUTPUT: OutputSettings = {
  formats: ['fits'],
  folder: '',
  overwrite: false,
  pixelScaleArcsec: null,
  fluxConvention: 'unknown',
  tilePixels: 256,
}

const FORMATS: readonly { value: Format; label: string }[] = [
  { value: 'fits', label: 'FITS, with WCS and history' },
  { value: 'npy', label: 'NPY, float32' },
  { value: 'png', label: 'PNG, to look at' },
]

const SCALE_LIMITS = { above: 0, max: 3600, optional: true }
const TILE_LIMITS = { min: 32, max: 8192, integer: true }

/** What is wrong with the settings, or null. */
export const outputProblem = (value: OutputSettings): string | null =>
  (value.formats.length === 0 ? 'Choose a format.' : null) ??
  numberProblem(value.pixelScaleArcsec, SCALE_LIMITS) ??
  numberProblem(value.tilePixels, TILE_LIMITS)

interface OutputFieldsProps {
  value: OutputSettings
  onChange: (value: OutputSettings) => void
}

/** What is written, and where. */
export function OutputFields({ value, onChange }: OutputFieldsProps) {
  const set = (change: Partial<OutputSettings>) => onChange({ ...value, ...change })
  const toggle = (format: Format) =>
    set({
      formats: value.formats.includes(format)
        ? value.formats.filter(other => other !== format)
        : [...value.formats, format],
    })
  return (
    <Stack sx={{ gap: 2 }}>
      <Box component="fieldset" sx={{ border: 0, m: 0, p: 0 }}>
        <FormLabel component="legend" sx={{ fontSize: '0.75rem' }}>
          Formats
        </FormLabel>
        <FormGroup row>
          {FORMATS.map(({ value: format, label }) => (
            <FormControlLabel
              key={format}
              control={
                <Checkbox size="small" checked={value.formats.includes(format)} onChange={() => toggle(format)} />
              }
              label={label}
            />
          ))}
        </FormGroup>
        <FormHelperText error>{value.formats.length === 0 ? 'Choose a format.' : ''}</FormHelperText>
      </Box>
      <TextField
        label="Output folder"
        value={value.folder}
        onChange={event => set({ folder: event.target.value })}
        placeholder="the workspace's exports"
        slotProps={{ inputLabel: { shrink: true }, htmlInput: { autoComplete: 'off', spellCheck: false } }}
      />
      <FormControlLabel
        control={<Checkbox size="small" checked={value.overwrite} onChange={(_, overwrite) => set({ overwrite })} />}
        label="Overwrite files that are already there"
      />
      <Box component="details" sx={{ '& summary': { cursor: 'pointer', typography: 'body2', mb: 2 } }}>
        <summary>Where the files do not say</summary>
        <FieldGrid minWidth={240}>
          <NumberField
            label="Pixel scale of the images"
            unit="arcsec"
            {...SCALE_LIMITS}
            value={value.pixelScaleArcsec}
            onChange={pixelScaleArcsec => set({ pixelScaleArcsec })}
            helper="empty: as their headers say"
          />
          <TextField
            select
            label="A pixel's value is"
            value={value.fluxConvention}
            onChange={event => {
              const chosen = event.target.value
              if (chosen === 'sum' || chosen === 'mean' || chosen === 'unknown') set({ fluxConvention: chosen })
            }}
          >
            <MenuItem value="unknown">as in the network's training</MenuItem>
            <MenuItem value="sum">flux in the pixel (it sums)</MenuItem>
            <MenuItem value="mean">surface brightness (it averages)</MenuItem>
          </TextField>
          <NumberField
            label="Tile"
            unit="px"
            {...TILE_LIMITS}
            value={value.tilePixels}
            onChange={tilePixels => set({ tilePixels: tilePixels ?? Number.NaN })}
            helper="larger images are done in parts"
          />
        </FieldGrid>
      </Box>
    </Stack>
  )
}
