import FormControlLabel from '@mui/material/FormControlLabel'
import Stack from '@mui/material/Stack'
import Switch from '@mui/material/Switch'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { t } from '../../text/t.ts'
import { NumberField } from '../../ui/NumberField.tsx'
import { MOST_SIDE } from './canvas.ts'
import type { FigureChoices, FigurePanel } from './layout.ts'

const SWITCHES = [
  { key: 'labels', label: t.figure.namesOfThePanels },
  { key: 'colorBars', label: t.figure.colourBars },
  { key: 'scaleBar', label: t.figure.scaleBar },
  { key: 'regions', label: t.figure.regions },
] as const

interface FigureFieldsProps {
  readonly choices: FigureChoices
  readonly onChoices: (choices: FigureChoices) => void
  /** Of a format that is made of pixels. */
  readonly width: { readonly value: number | null; readonly onChange: (width: number | null) => void } | null
}

/** What stands in a figure around its pictures. */
export function FigureFields({ choices, onChoices, width }: FigureFieldsProps) {
  return (
    <>
      <TextField
        label={t.figure.title}
        value={choices.title}
        placeholder={t.figure.none}
        onChange={event => onChoices({ ...choices, title: event.target.value.slice(0, 200) })}
        slotProps={{ inputLabel: { shrink: true } }}
      />
      {width && (
        <NumberField
          label={t.figure.width}
          unit="px"
          integer
          min={16}
          max={MOST_SIDE}
          value={width.value}
          onChange={width.onChange}
        />
      )}
      <TextField
        select
        label={t.figure.paper}
        value={choices.paper}
        onChange={event => onChoices({ ...choices, paper: event.target.value === 'dark' ? 'dark' : 'white' })}
        slotProps={{ select: { native: true } }}
      >
        <option value="white">{t.figure.white}</option>
        <option value="dark">{t.figure.dark}</option>
      </TextField>
      <Stack sx={{ gap: 0.5 }}>
        {SWITCHES.map(({ key, label }) => (
          <FormControlLabel
            key={key}
            sx={{ mx: 0 }}
            control={
              <Switch
                size="small"
                checked={choices[key]}
                onChange={event => onChoices({ ...choices, [key]: event.target.checked })}
              />
            }
            label={label}
          />
        ))}
      </Stack>
    </>
  )
}

interface CutoutFieldsProps {
  readonly panels: readonly FigurePanel[]
  readonly value: string
  readonly onChange: (panelId: string) => void
}

/** Which panel's image is cut. */
export function CutoutFields({ panels, value, onChange }: CutoutFieldsProps) {
  return (
    <>
      <TextField
        select
        label={t.figure.image}
        value={value}
        onChange={event => onChange(event.target.value)}
        slotProps={{ select: { native: true } }}
      >
        {panels.map(({ panel }) => (
          <option key={panel.id} value={panel.id}>
            {panel.title}
          </option>
        ))}
      </TextField>
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        {t.figure.thePixelsThatAreSeenWithThe}
      </Typography>
    </>
  )
}
