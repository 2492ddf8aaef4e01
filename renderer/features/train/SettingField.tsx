import FormControl from '@mui/material/FormControl'
import FormControlLabel from '@mui/material/FormControlLabel'
import FormHelperText from '@mui/material/FormHelperText'
import MenuItem from '@mui/material/MenuItem'
import Switch from '@mui/material/Switch'
import TextField from '@mui/material/TextField'
import { useId } from 'react'
import { NumberField } from '../../ui/NumberField.tsx'
import type { FieldSpec } from './fields.ts'
import type { FieldValue } from './request.ts'

interface SettingFieldProps {
  readonly spec: FieldSpec
  readonly value: FieldValue | undefined
  /** Why it has the value that it has. */
  readonly reason: string | undefined
  readonly onChange: (value: FieldValue) => void
}

/** One field of the configuration, with the reason for its value beneath. */
export function SettingField({ spec, value, reason, onChange }: SettingFieldProps) {
  const helpId = useId()
  if (spec.kind === 'number') {
    const { key: _, kind: __, ...limits } = spec
    return (
      <NumberField {...limits} value={typeof value === 'number' ? value : null} helper={reason} onChange={onChange} />
    )
  }
  if (spec.kind === 'choice') {
    return (
      <TextField
        select
        fullWidth
        label={spec.label}
        value={value ?? ''}
        helperText={reason}
        onChange={e => onChange(e.target.value)}
      >
        {spec.choices.map(choice => (
          <MenuItem key={choice} value={choice}>
            {spec.names?.[choice] ?? choice}
          </MenuItem>
        ))}
      </TextField>
    )
  }
  return (
    <FormControl>
      <FormControlLabel
        control={
          <Switch
            size="small"
            checked={value === true}
            onChange={event => onChange(event.target.checked)}
            slotProps={{ input: { 'aria-describedby': helpId } }}
          />
        }
        label={spec.label}
      />
      <FormHelperText id={helpId}>{reason}</FormHelperText>
    </FormControl>
  )
}
