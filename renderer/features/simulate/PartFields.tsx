import MenuItem from '@mui/material/MenuItem'
import Stack from '@mui/material/Stack'
import TextField from '@mui/material/TextField'
import type { Draw } from '../../../main/contract/draw.ts'
import { t } from '../../text/t.ts'
import { NumberField } from '../../ui/NumberField.tsx'
import { DrawField } from './DrawField.tsx'
import type { PartField } from './fields.ts'

interface PartFieldsProps<Part extends object> {
  readonly fields: readonly PartField[]
  readonly part: Part
  readonly onChange: (part: Part) => void
}

/** The fields of one lens, light, camera or class, with their units and limits. */
export function PartFields<Part extends object>({ fields, part, onChange }: PartFieldsProps<Part>) {
  const values = new Map<string, unknown>(Object.entries(part))
  return (
    <Stack sx={{ gap: 2 }}>
      {fields.map(field => (
        <Field
          key={field.key}
          field={field}
          value={values.get(field.key)}
          onChange={value => onChange({ ...part, [field.key]: value })}
        />
      ))}
    </Stack>
  )
}

interface FieldProps {
  readonly field: PartField
  readonly value: unknown
  readonly onChange: (value: unknown) => void
}

function Field({ field, value, onChange }: FieldProps) {
  switch (field.kind) {
    case 'draw':
      return <DrawField {...field} value={value as Draw} onChange={onChange} />
    case 'number': {
      const { kind: _, key: __, ...rest } = field
      return <NumberField {...rest} value={Number(value)} onChange={number => onChange(number ?? Number.NaN)} />
    }
    case 'text':
      return (
        <TextField
          label={field.label}
          value={String(value)}
          error={String(value).trim() === ''}
          helperText={String(value).trim() === '' ? t.simulate.needed : field.helper}
          onChange={event => onChange(event.target.value)}
          slotProps={{ inputLabel: { shrink: true }, htmlInput: { autoComplete: 'off', spellCheck: false } }}
        />
      )
    case 'choice':
      return (
        <TextField select label={field.label} value={String(value)} onChange={event => onChange(event.target.value)}>
          {field.options.map(option => (
            <MenuItem key={option} value={option}>
              {option}
            </MenuItem>
          ))}
        </TextField>
      )
  }
}
