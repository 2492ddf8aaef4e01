import FormControlLabel from '@mui/material/FormControlLabel'
import Stack from '@mui/material/Stack'
import Switch from '@mui/material/Switch'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { NumberField } from '../../ui/NumberField.tsx'
import { MOST_SIDE } from './canvas.ts'
import type { FigureChoices, FigurePanel } from './layout.ts'

const SWITCHES = [
  { key: 'labels', label: 'Names of the panels' },
  { key: 'colorBars', label: 'Colour bars' },
  { key: 'scaleBar', label: 'Scale bar' },
  { key: 'regions', label: 'Regions' },
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
        label="Title"
        value={choices.title}
        placeholder="none"
        onChange={event => onChoices({ ...choices, title: event.target.value.slice(0, 200) })}
        slotProps={{ inputLabel: { shrink: true } }}
      />
      {width && (
        <NumberField
          label="Width"
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
        label="Paper"
        value={choices.paper}
        onChange={event => onChoices({ ...choices, paper: event.target.value === 'dark' ? 'dark' : 'white' })}
        slotProps={{ select: { native: true } }}
      >
        <option value="white">white</option>
        <option value="dark">dark</option>
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
        label="Image"
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
        The pixels that are seen, with the file's own values, and its header with the sky positions of the part.
      </Typography>
    </>
  )
}
