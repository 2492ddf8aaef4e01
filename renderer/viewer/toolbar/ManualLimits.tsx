import Box from '@mui/material/Box'
import { useState } from 'react'
import type { Limits } from '../../../main/domain/zscale.ts'
import { t } from '../../text/t.ts'
import { NumberField } from '../../ui/NumberField.tsx'

interface ManualLimitsProps extends Limits {
  readonly onLimits: (limits: Limits) => void
}

/** The values of black and white, in the image's unit; taken when both are numbers and the first is the smaller. */
export function ManualLimits({ low, high, onLimits }: ManualLimitsProps) {
  const [typed, setTyped] = useState<{ low: number | null; high: number | null } | null>(null)
  const shown = typed ?? { low: Number(low.toPrecision(6)), high: Number(high.toPrecision(6)) }
  const take = (next: { low: number | null; high: number | null }) => {
    const isTaken = next.low !== null && next.high !== null && next.low < next.high
    // What is not yet a pair of limits stays as it is typed.
    setTyped(isTaken ? null : next)
    if (isTaken) onLimits({ low: Number(next.low), high: Number(next.high) })
  }
  return (
    <Box sx={{ display: 'flex', gap: 1 }}>
      <NumberField
        label={t.viewer.from}
        value={shown.low}
        max={shown.high ?? undefined}
        onChange={value => take({ ...shown, low: value })}
      />
      <NumberField
        label={t.viewer.to}
        value={shown.high}
        min={shown.low ?? undefined}
        onChange={value => take({ ...shown, high: value })}
      />
    </Box>
  )
}
