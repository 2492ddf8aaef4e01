import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import type { Simulation } from '../../../main/contract/simulate.ts'
import { NumberField } from '../../ui/NumberField.tsx'
import { DrawField } from './DrawField.tsx'
import { FIELD_GROUPS, type SimulationField } from './fields.ts'
import { limitsOfField } from './limits.ts'

interface SimulationFormProps {
  value: Simulation
  onChange: (value: Simulation) => void
}

function Field({ field, value, onChange }: SimulationFormProps & { field: SimulationField }) {
  const { kind, key, ...texts } = field
  if (kind === 'draw') {
    return <DrawField {...texts} value={value[key]} onChange={draw => onChange({ ...value, [key]: draw })} />
  }
  return (
    <NumberField
      {...texts}
      {...limitsOfField(key)}
      value={value[key]}
      onChange={number => onChange({ ...value, [key]: number ?? Number.NaN })}
    />
  )
}

/** Every physical parameter of the simulator, with its unit. */
export function SimulationForm(props: SimulationFormProps) {
  return (
    <Stack sx={{ gap: 3 }}>
      {FIELD_GROUPS.map(({ title, fields }) => (
        <Stack key={title} component="fieldset" sx={{ gap: 2, border: 0, m: 0, p: 0, minWidth: 0 }}>
          <Typography component="legend" variant="h3" sx={{ p: 0, mb: 1.5 }}>
            {title}
          </Typography>
          {fields.map(field => (
            <Field key={field.key} field={field} {...props} />
          ))}
        </Stack>
      ))}
    </Stack>
  )
}
