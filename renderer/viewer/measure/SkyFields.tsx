import FormControlLabel from '@mui/material/FormControlLabel'
import Stack from '@mui/material/Stack'
import Switch from '@mui/material/Switch'
import { useState } from 'react'
import type { SkyRing } from '../../../main/domain/photometry/sky.ts'
import { t } from '../../text/t.ts'
import { NumberField } from '../../ui/NumberField.tsx'
import { DEFAULT_SKY } from './regionSet.ts'

interface SkyFieldsProps {
  readonly sky: SkyRing | null
  readonly onSky: (sky: SkyRing | null) => void
}

/** Whether the sky is taken from a ring around each region, and where the ring lies. */
export function SkyFields({ sky, onSky }: SkyFieldsProps) {
  const [gap, setGap] = useState<number | null>(sky?.gap ?? DEFAULT_SKY.gap)
  const [width, setWidth] = useState<number | null>(sky?.width ?? DEFAULT_SKY.width)
  const take = (nextGap: number | null, nextWidth: number | null) => {
    setGap(nextGap)
    setWidth(nextWidth)
    if (nextGap !== null && nextGap >= 0 && nextWidth !== null && nextWidth > 0)
      onSky({ gap: nextGap, width: nextWidth })
  }
  return (
    <Stack direction="row" sx={{ gap: 1, alignItems: 'start', flexWrap: 'wrap' }}>
      <FormControlLabel
        sx={{ mx: 0, minHeight: 40 }}
        control={
          <Switch
            size="small"
            checked={sky !== null}
            onChange={event => (event.target.checked ? onSky({ gap: gap ?? 0, width: width || 1 }) : onSky(null))}
          />
        }
        label={t.measure.subtractTheSkyOfARing}
      />
      {sky && (
        <Stack direction="row" sx={{ gap: 1, width: 260 }}>
          <NumberField
            label={t.measure.beyondTheRegion}
            unit="px"
            min={0}
            value={gap}
            onChange={value => take(value, width)}
          />
          <NumberField
            label={t.measure.ringsWidth}
            unit="px"
            above={0}
            value={width}
            onChange={value => take(gap, value)}
          />
        </Stack>
      )}
    </Stack>
  )
}
