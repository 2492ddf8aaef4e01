import FixedIcon from '@mui/icons-material/HorizontalRuleOutlined'
import RangeIcon from '@mui/icons-material/UnfoldMoreOutlined'
import Box from '@mui/material/Box'
import IconButton from '@mui/material/IconButton'
import Tooltip from '@mui/material/Tooltip'
import type { Draw } from '../../../main/contract/simulate.ts'
import { NumberField } from '../../ui/NumberField.tsx'

interface DrawFieldProps {
  label: string
  unit?: string
  helper?: string
  value: Draw
  onChange: (value: Draw) => void
}

/** A value that is fixed, or a range from which each lens draws its own. */
export function DrawField({ label, unit, helper, value, onChange }: DrawFieldProps) {
  const isRange = typeof value === 'object'
  const texts = { ...(unit === undefined ? {} : { unit }), ...(helper === undefined ? {} : { helper }) }
  const toggle = () => onChange(isRange ? (value.min + value.max) / 2 : { min: value, max: value })
  const action = isRange ? `Give ${label} one fixed value` : `Draw ${label} from a range, lens by lens`
  return (
    <Box sx={{ display: 'flex', gap: 0.5, alignItems: 'flex-start' }}>
      {isRange ? (
        <>
          <NumberField
            label={`${label}, min`}
            value={value.min}
            onChange={min => onChange({ ...value, min: min ?? Number.NaN })}
            {...texts}
          />
          <NumberField
            label="max"
            value={value.max}
            min={Number.isNaN(value.min) ? undefined : value.min}
            onChange={max => onChange({ ...value, max: max ?? Number.NaN })}
            {...(unit === undefined ? {} : { unit })}
          />
        </>
      ) : (
        <NumberField label={label} value={value} onChange={fixed => onChange(fixed ?? Number.NaN)} {...texts} />
      )}
      <Tooltip title={action}>
        <IconButton
          aria-label={action}
          aria-pressed={isRange}
          onClick={toggle}
          sx={{ mt: 0.25, color: 'text.secondary' }}
        >
          {isRange ? <FixedIcon sx={{ fontSize: 18 }} /> : <RangeIcon sx={{ fontSize: 18, rotate: '90deg' }} />}
        </IconButton>
      </Tooltip>
    </Box>
  )
}
