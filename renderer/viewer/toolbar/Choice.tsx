import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'

interface ChoiceProps {
  readonly label: string
  readonly value: string
  readonly choices: readonly { readonly value: string; readonly label: string }[]
  readonly onChange: (value: string) => void
  readonly fullWidth?: boolean
}

/** One of a few; a value that is none of them (from an address) is listed too. */
export function Choice({ label, value, choices, onChange, fullWidth = false }: ChoiceProps) {
  const listed = choices.some(choice => choice.value === value) ? choices : [...choices, { value, label: value }]
  return (
    <TextField
      select
      label={label}
      value={value}
      fullWidth={fullWidth}
      onChange={event => onChange(event.target.value)}
      slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
      // Of one width whatever is chosen: what stands beside it must not move under the hand.
      sx={fullWidth ? {} : { width: 132 }}
    >
      {listed.map(choice => (
        <MenuItem key={choice.value} value={choice.value}>
          {choice.label}
        </MenuItem>
      ))}
    </TextField>
  )
}
