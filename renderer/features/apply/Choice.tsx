import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'

interface ChoiceProps<T extends string> {
  label: string
  choices: readonly { readonly value: T; readonly label: string }[]
  value: T
  onChange: (value: T) => void
  disabled?: boolean
}

/** One of a few. */
export function Choice<T extends string>({ label, choices, value, onChange, disabled = false }: ChoiceProps<T>) {
  return (
    <TextField
      select
      label={label}
      value={value}
      disabled={disabled}
      onChange={event => {
        const chosen = choices.find(choice => choice.value === event.target.value)
        if (chosen !== undefined) onChange(chosen.value)
      }}
    >
      {choices.map(choice => (
        <MenuItem key={choice.value} value={choice.value}>
          {choice.label}
        </MenuItem>
      ))}
    </TextField>
  )
}
