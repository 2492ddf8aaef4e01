import Checkbox from '@mui/material/Checkbox'
import ListItemText from '@mui/material/ListItemText'
import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'
import { t } from '../../text/t.ts'
import type { Layer, LayerChoice } from './layers.ts'

interface LayerPickerProps {
  readonly choices: readonly LayerChoice[]
  readonly shown: readonly Layer[]
  readonly onShown: (layers: readonly Layer[]) => void
}

/** Which panels are shown; at least one is. */
export function LayerPicker({ choices, shown, onShown }: LayerPickerProps) {
  return (
    <TextField
      select
      label={t.compare.panels}
      value={shown}
      onChange={event => {
        const next = [event.target.value].flat()
        if (next.length > 0) onShown(choices.map(choice => choice.layer).filter(layer => next.includes(layer)))
      }}
      slotProps={{ select: { multiple: true, renderValue: () => `${shown.length} panels` } }}
      sx={{ minWidth: 112 }}
    >
      {choices.map(({ layer, title }) => (
        <MenuItem key={layer} value={layer} dense>
          <Checkbox checked={shown.includes(layer)} size="small" />
          <ListItemText primary={title} />
        </MenuItem>
      ))}
    </TextField>
  )
}
