import Box from '@mui/material/Box'
import Checkbox from '@mui/material/Checkbox'
import FormControlLabel from '@mui/material/FormControlLabel'
import FormGroup from '@mui/material/FormGroup'
import FormHelperText from '@mui/material/FormHelperText'
import FormLabel from '@mui/material/FormLabel'
import MenuItem from '@mui/material/MenuItem'
import Stack from '@mui/material/Stack'
import TextField from '@mui/material/TextField'
import type { Existing, FitsLayout } from '../../../main/contract/apply.ts'
import type { FluxConvention } from '../../../main/contract/common.ts'
import { FIRST_NAME_TEMPLATE, templateProblem } from '../../../main/domain/nameTemplate.ts'
import { FieldGrid } from '../../ui/FieldGrid.tsx'
import { NumberField } from '../../ui/NumberField.tsx'
import { numberProblem } from '../../ui/numberText.ts'
import { Choice } from './Choice.tsx'
import { NameField } from './NameField.tsx'

type Format = 'fits' | 'npy' | 'png'

export interface OutputSettings {
  readonly formats: Format[]
  /** Empty: the workspace's exports. */
  readonly folder: string
  readonly fitsLayout: FitsLayout
  readonly nameTemplate: string
  readonly existing: Existing
  readonly pixelScaleArcsec: number | null
  readonly fluxConvention: FluxConvention
  readonly tilePixels: number
  readonly matchValues: boolean
}

export const FIRST_OUTPUT: OutputSettings = {
  formats: ['fits'],
  folder: '',
  fitsLayout: 'extensions',
  nameTemplate: FIRST_NAME_TEMPLATE,
  existing: 'refuse',
  pixelScaleArcsec: null,
  fluxConvention: 'unknown',
  tilePixels: 256,
  matchValues: false,
}

const FORMATS: readonly { value: Format; label: string }[] = [
  { value: 'fits', label: 'FITS, with WCS and provenance' },
  { value: 'npy', label: 'NPY, float32' },
  { value: 'png', label: 'PNG, to look at' },
]

const LAYOUTS: readonly { value: FitsLayout; label: string }[] = [
  { value: 'extensions', label: 'SCI, residual and mask as extensions' },
  { value: 'compressed', label: 'the same, RICE-compressed (not lossless)' },
  { value: 'image', label: 'one plain image' },
]

const EXISTING: readonly { value: Existing; label: string }[] = [
  { value: 'refuse', label: 'stop at that image, with an error' },
  { value: 'skip', label: 'leave it, and skip that image' },
  { value: 'rename', label: 'write beside it, under a new name' },
  { value: 'overwrite', label: 'overwrite it' },
]

const SCALE_LIMITS = { above: 0, max: 3600, optional: true }
const TILE_LIMITS = { min: 32, max: 8192, integer: true }

/** What is wrong with the settings, or null. */
export const outputProblem = (value: OutputSettings): string | null =>
  (value.formats.length === 0 ? 'Choose a format.' : null) ??
  templateProblem(value.nameTemplate) ??
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
      <FieldGrid minWidth={360}>
        <Choice
          label="FITS file"
          choices={LAYOUTS}
          value={value.fitsLayout}
          onChange={fitsLayout => set({ fitsLayout })}
          disabled={!value.formats.includes('fits')}
        />
        <Choice
          label="If a file is already there"
          choices={EXISTING}
          value={value.existing}
          onChange={existing => set({ existing })}
        />
        <TextField
          label="Output folder"
          value={value.folder}
          onChange={event => set({ folder: event.target.value })}
          placeholder="the workspace's exports"
          slotProps={{ inputLabel: { shrink: true }, htmlInput: { autoComplete: 'off', spellCheck: false } }}
        />
        <NameField value={value.nameTemplate} onChange={nameTemplate => set({ nameTemplate })} />
      </FieldGrid>
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
        <FormControlLabel
          control={
            <Checkbox
              size="small"
              checked={value.matchValues}
              onChange={event => set({ matchValues: event.target.checked })}
            />
          }
          label="Match the brightness to that of the training images, and undo it afterwards (data in other units)"
        />
      </Box>
    </Stack>
  )
}
