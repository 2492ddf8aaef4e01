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
import { t } from '../../text/t.ts'
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
  { value: 'fits', label: t.apply.fitsWithWCSAndProvenance },
  { value: 'npy', label: t.apply.npyFloat32 },
  { value: 'png', label: t.apply.pngToLookAt },
]

const LAYOUTS: readonly { value: FitsLayout; label: string }[] = [
  { value: 'extensions', label: t.apply.sciResidualAndMaskAsExtensions },
  { value: 'compressed', label: t.apply.theSameRICECompressedNot },
  { value: 'image', label: t.apply.onePlainImage },
]

const EXISTING: readonly { value: Existing; label: string }[] = [
  { value: 'refuse', label: t.apply.stopAtThatImageWithAnError },
  { value: 'skip', label: t.apply.leaveItAndSkipThatImage },
  { value: 'rename', label: t.apply.writeBesideItUnderANewName },
  { value: 'overwrite', label: t.apply.overwriteIt },
]

const SCALE_LIMITS = { above: 0, max: 3600, optional: true }
const TILE_LIMITS = { min: 32, max: 8192, integer: true }

/** What is wrong with the settings, or null. */
export const outputProblem = (value: OutputSettings): string | null =>
  (value.formats.length === 0 ? t.apply.chooseAFormat : null) ??
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
        <FormLabel component="legend" sx={{ typography: 'caption' }}>
          {t.apply.formats}
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
        <FormHelperText error>{value.formats.length === 0 ? t.apply.chooseAFormat : ''}</FormHelperText>
      </Box>
      <FieldGrid minWidth={360}>
        <Choice
          label={t.apply.fitsFile}
          choices={LAYOUTS}
          value={value.fitsLayout}
          onChange={fitsLayout => set({ fitsLayout })}
          disabled={!value.formats.includes('fits')}
        />
        <Choice
          label={t.apply.ifAFileIsAlreadyThere}
          choices={EXISTING}
          value={value.existing}
          onChange={existing => set({ existing })}
        />
        <TextField
          label={t.apply.outputFolder}
          value={value.folder}
          onChange={event => set({ folder: event.target.value })}
          placeholder={t.apply.theWorkspacesExports}
          slotProps={{ inputLabel: { shrink: true }, htmlInput: { autoComplete: 'off', spellCheck: false } }}
        />
        <NameField value={value.nameTemplate} onChange={nameTemplate => set({ nameTemplate })} />
      </FieldGrid>
      <Box component="details" sx={{ '& summary': { cursor: 'pointer', typography: 'body2', mb: 2 } }}>
        <summary>{t.apply.whereTheFilesDoNotSay}</summary>
        <FieldGrid minWidth={240}>
          <NumberField
            label={t.apply.pixelScaleOfTheImages}
            unit="arcsec"
            {...SCALE_LIMITS}
            value={value.pixelScaleArcsec}
            onChange={pixelScaleArcsec => set({ pixelScaleArcsec })}
            helper={t.apply.emptyAsTheirHeadersSay}
          />
          <TextField
            select
            label={t.apply.aPixelsValueIs}
            value={value.fluxConvention}
            onChange={event => {
              const chosen = event.target.value
              if (chosen === 'sum' || chosen === 'mean' || chosen === 'unknown') set({ fluxConvention: chosen })
            }}
          >
            <MenuItem value="unknown">{t.apply.asInTheNetworksTraining}</MenuItem>
            <MenuItem value="sum">{t.apply.fluxInThePixelItSums}</MenuItem>
            <MenuItem value="mean">{t.apply.surfaceBrightnessItAverages}</MenuItem>
          </TextField>
          <NumberField
            label={t.apply.tile}
            unit="px"
            {...TILE_LIMITS}
            value={value.tilePixels}
            onChange={tilePixels => set({ tilePixels: tilePixels ?? Number.NaN })}
            helper={t.apply.largerImagesAreDoneInParts}
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
          label={t.apply.matchTheBrightnessToThatOfThe}
        />
      </Box>
    </Stack>
  )
}
