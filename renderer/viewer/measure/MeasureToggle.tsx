import MeasureIcon from '@mui/icons-material/StraightenOutlined'
import ToggleButton from '@mui/material/ToggleButton'
import { t } from '../../text/t.ts'
import type { Measure } from './useMeasure.ts'

/** Shows the regions and their measurements, or hides them. */
export function MeasureToggle({ measure }: { measure: Measure }) {
  return (
    <ToggleButton
      size="small"
      value="measure"
      selected={measure.isOpen}
      onChange={() => measure.setOpen(!measure.isOpen)}
      sx={{ gap: 0.5, height: 36 }}
    >
      <MeasureIcon fontSize="small" />
      {t.measure.measure}
    </ToggleButton>
  )
}
