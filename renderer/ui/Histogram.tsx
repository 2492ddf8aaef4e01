import Box from '@mui/material/Box'
import { t } from '../text/t.ts'
import { formatCount, formatNumber } from './format.ts'

interface HistogramProps {
  /** One more than the counts. */
  edges: readonly number[]
  counts: readonly number[]
  label: string
  unit: string | null
}

const WIDTH = 320
const HEIGHT = 120

/** Height of a bar, 0 to 1, in powers of ten: a count of 1 is still seen beside one of a million. */
export const logHeight = (count: number, largest: number): number =>
  count <= 0 ? 0 : Math.log10(count + 1) / Math.log10(largest + 1)

/** Numbers of pixels by value, the counts in powers of ten. */
export function Histogram({ edges, counts, label, unit }: HistogramProps) {
  const largest = Math.max(1, ...counts)
  const low = edges[0] ?? Number.NaN
  const high = edges.at(-1) ?? Number.NaN
  const range = high - low || 1
  const x = (value: number) => ((value - low) / range) * WIDTH
  const total = counts.reduce((sum, count) => sum + count, 0)
  const decades = Array.from({ length: Math.floor(Math.log10(largest)) + 1 }, (_, power) => 10 ** power)
  return (
    <Box component="figure" sx={{ m: 0 }}>
      <Box
        component="svg"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t.ui.pixelsFromTo(label, formatCount(total), formatNumber(low), formatNumber(high))}
        sx={{ width: '100%', height: HEIGHT, display: 'block', borderBottom: 1, borderColor: 'divider' }}
      >
        {decades.map(decade => {
          const y = HEIGHT * (1 - logHeight(decade, largest))
          return (
            <line
              key={decade}
              x1={0}
              x2={WIDTH}
              y1={y}
              y2={y}
              stroke="var(--mui-palette-divider)"
              strokeWidth={1}
              vectorEffect="non-scaling-stroke"
            />
          )
        })}
        {counts.map((count, index) => {
          const from = x(edges[index] ?? low)
          const to = x(edges[index + 1] ?? high)
          const height = HEIGHT * logHeight(count, largest)
          return (
            <rect
              key={edges[index]}
              x={from}
              y={HEIGHT - height}
              width={Math.max(0.5, to - from)}
              height={height}
              fill="var(--mui-palette-text-secondary)"
            >
              <title>{t.ui.to(formatNumber(edges[index]), formatNumber(edges[index + 1]), formatCount(count))}</title>
            </rect>
          )
        })}
      </Box>
      <Box
        sx={{
          display: 'flex',
          justifyContent: 'space-between',
          typography: 'caption',
          color: 'text.secondary',
          mt: 0.5,
        }}
      >
        <span>{formatNumber(low)}</span>
        <span>
          {label}, {unit ?? t.common.imageUnit}
          {t.ui.countsInPowersOf10}
        </span>
        <span>{formatNumber(high)}</span>
      </Box>
    </Box>
  )
}
