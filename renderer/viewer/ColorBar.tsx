import Box from '@mui/material/Box'
import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import { barValue } from './levels.ts'
import type { Display } from './webgl/floatRenderer.ts'

const STOPS = 24
const TICKS = [0, 0.5, 1]

function gradient(colors: Uint8Array): string {
  const last = colors.length / 3 - 1
  const stops = Array.from({ length: STOPS + 1 }, (_, i) => {
    const at = Math.round((i / STOPS) * last) * 3
    return `rgb(${colors[at]} ${colors[at + 1]} ${colors[at + 2]})`
  })
  return `linear-gradient(to right, ${stops.join(', ')})`
}

/** Three significant figures: the bar tells the scale, the reading the value. */
function tickText(value: number): string {
  const size = Math.abs(value)
  if (size === 0) return '0'
  return size < 1e-3 || size >= 1e5 ? value.toExponential(1) : String(Number(value.toPrecision(3)))
}

/** The colours from black's end to white's, with the values at its ends and its middle. */
export function ColorBar({ display, unit }: { display: Display; unit: string | null }) {
  const ticks = TICKS.map(t => tickText(barValue(display, t)))
  const name = `Colour bar from ${ticks[0]} to ${ticks.at(-1)}${unit ? ` ${unit}` : ''}, ${display.stretch} stretch`
  return (
    <Box role="img" aria-label={name} sx={{ mt: 0.5 }}>
      <Box sx={{ height: 8, borderRadius: 0.5 }} style={{ background: gradient(display.colors) }} />
      <Stack direction="row" aria-hidden sx={{ justifyContent: 'space-between', color: 'text.secondary' }}>
        {ticks.map((tick, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: ticks have no other identity than their place
          <Typography key={index} variant="caption" sx={{ fontSize: '0.6875rem' }}>
            {tick}
            {index === TICKS.length - 1 && unit ? ` ${unit}` : ''}
          </Typography>
        ))}
      </Stack>
    </Box>
  )
}
