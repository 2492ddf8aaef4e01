import TextField from '@mui/material/TextField'
import { fillTemplate, NAME_FIELDS, templateProblem } from '../../../main/domain/nameTemplate.ts'
import { t } from '../../text/t.ts'

/** What a name of the template looks like. */
const EXAMPLE = {
  ...{ name: 'J0946', index: '07', run: 'First-try', runid: 'run-1', checkpoint: 'best' },
  ...{ factor: '2', date: '2026-03-14' },
}

const FIELDS = Object.entries(NAME_FIELDS)
  .map(([field, meaning]) => `{${field}}: ${meaning}`)
  .join('\n')

/** The template for the products' names, with an example or what is wrong with it. */
export function NameField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const problem = templateProblem(value)
  return (
    <TextField
      label={t.apply.namesOfTheFiles}
      value={value}
      onChange={event => onChange(event.target.value)}
      error={problem !== null}
      helperText={problem ?? t.apply.forExampleFits(fillTemplate(value, EXAMPLE))}
      title={FIELDS}
      slotProps={{ inputLabel: { shrink: true }, htmlInput: { autoComplete: 'off', spellCheck: false } }}
    />
  )
}
