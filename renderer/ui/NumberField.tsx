import InputAdornment from '@mui/material/InputAdornment'
import TextField from '@mui/material/TextField'
import { type ReactNode, useState } from 'react'
import { t } from '../text/t.ts'
import { numberProblem, parseNumber } from './numberText.ts'

export interface NumberFieldProps {
  label: string
  /** Null: left empty. NaN: what was typed is no number; the form must refuse it. */
  value: number | null
  onChange: (value: number | null) => void
  unit?: string
  above?: number | undefined
  min?: number | undefined
  max?: number | undefined
  integer?: boolean
  /** Empty is an answer: not known. */
  optional?: boolean
  helper?: ReactNode
  /** In place of 'not known', where empty means something else. */
  placeholder?: string | undefined
  disabled?: boolean
}

const write = (value: number | null): string => (value === null || Number.isNaN(value) ? '' : String(value))

/** A number with its unit. What is typed stays as it is typed; what is wrong with it is said beneath. */
export function NumberField(props: NumberFieldProps) {
  const { label, value, onChange, unit, helper, placeholder, disabled = false, optional = false } = props
  const [typed, setTyped] = useState(() => write(value))
  // The text is the user's until the value is changed from elsewhere (a preset, Undo).
  const text = Object.is(parseNumber(typed), value) ? typed : write(value)
  const problem = numberProblem(value, { ...props, optional })
  return (
    <TextField
      fullWidth
      label={label}
      value={text}
      disabled={disabled}
      error={problem !== null}
      helperText={problem ?? helper}
      placeholder={optional ? (placeholder ?? t.common.notKnown) : ''}
      onChange={event => {
        setTyped(event.target.value)
        onChange(parseNumber(event.target.value))
      }}
      slotProps={{
        htmlInput: { inputMode: 'decimal', autoComplete: 'off', spellCheck: false },
        inputLabel: { shrink: true },
        input: unit === undefined ? {} : { endAdornment: <InputAdornment position="end">{unit}</InputAdornment> },
      }}
    />
  )
}
