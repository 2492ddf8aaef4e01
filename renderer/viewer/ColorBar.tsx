import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { useMemo } from 'react'
import { t } from '../text/t.ts'
import { barValue } from './levels.ts'
import { roundTicks, tickText } from './ticks.ts'
import type { ViewState } from './viewState.ts'
import type { Display } from './webgl/floatRenderer.ts'

const STOPS = 32

/** A colour table as CSS, for bars and previews. */
export function gradient(colors: Uint8Array): string {
  const last = colors.length / 3 - 1
  const stops = Array.from({ length: STOPS + 1 }, (_, i) => {
    const at = Math.round((i / STOPS) * last) * 3
    return `rgb(${colors[at]} ${colors[at + 1]} ${colors[at + 2]})`
  })
  return `linear-gradient(to right, ${stops.join(', ')})`
}

/** Three significant figures, for the ends. */
const endText = (value: number) => tickText(Number(value.toPrecision(3)))

interface ColorBarProps {
  readonly display: Display
  readonly unit: string | null
  readonly view: Pick<ViewState, 'underColor' | 'overColor'>
}

/** The colours from black's end to white's with round values in the stretch, and the colours beyond the limits. */
export function ColorBar({ display, unit, view }: ColorBarProps) {
  const ticks = useMemo(() => roundTicks(display), [display])
  const [from, to] = [endText(barValue(display, 0)), endText(barValue(display, 1))]
  const name = t.viewer.colourBarFromToStretch(from, to, unit ? ` ${unit}` : '', display.stretch)
  return (
    <Box role="img" aria-label={name} sx={{ mt: 0.5 }}>
      <Box sx={{ display: 'flex', height: 8, borderRadius: 0.5, overflow: 'hidden' }}>
        {view.underColor !== null && <Box sx={{ width: 8, flex: 'none' }} style={{ background: view.underColor }} />}
        <Box sx={{ flex: 1 }} style={{ background: gradient(display.colors) }} />
        {view.overColor !== null && <Box sx={{ width: 8, flex: 'none' }} style={{ background: view.overColor }} />}
      </Box>
      <Box aria-hidden sx={{ display: 'flex', color: 'text.secondary', typography: 'label' }}>
        <Box sx={{ position: 'relative', flex: 1, height: 19 }}>
          {ticks.map(({ value, at }) => (
            <Box key={value} sx={{ position: 'absolute', top: 0 }} style={{ left: `${at * 100}%` }}>
              <Box sx={{ width: '1px', height: 3, bgcolor: 'text.secondary' }} />
              {/* At the ends the number stays within the bar. */}
              <Box sx={{ width: 'max-content' }} style={{ transform: `translateX(-${at * 100}%)` }}>
                {tickText(value)}
              </Box>
            </Box>
          ))}
        </Box>
        {unit && (
          <Typography noWrap component="span" variant="inherit" sx={{ ml: 1, mt: '3px' }}>
            {unit}
          </Typography>
        )}
      </Box>
    </Box>
  )
}
