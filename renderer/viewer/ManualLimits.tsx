import Box from '@mui/material/Box'
import { useState } from 'react'
import { NumberField } from '../ui/NumberField.tsx'
import type { ViewState } from './viewState.ts'

/** The values of black and white, in the image's unit; taken when both are numbers and the first is the smaller. */
export function ManualLimits({ view, onView }: { view: ViewState; onView: (view: ViewState) => void }) {
  const [low, setLow] = useState<number | null>(view.low)
  const [high, setHigh] = useState<number | null>(view.high)
  const take = (nextLow: number | null, nextHigh: number | null) => {
    setLow(nextLow)
    setHigh(nextHigh)
    if (nextLow !== null && nextHigh !== null && nextLow < nextHigh) onView({ ...view, low: nextLow, high: nextHigh })
  }
  return (
    <Box sx={{ display: 'flex', gap: 1, width: 208 }}>
      <NumberField label="From" value={low} max={high ?? undefined} onChange={value => take(value, high)} />
      <NumberField label="To" value={high} min={low ?? undefined} onChange={value => take(low, value)} />
    </Box>
  )
}
