import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { useMemo, useState } from 'react'
import { finiteStats, histogram, percentileOfSorted, sortedFinite } from '../../../main/domain/stats.ts'
import type { Limits } from '../../../main/domain/zscale.ts'
import { t } from '../../text/t.ts'
import { imageLimits, sharedLimits } from '../levels.ts'
import type { ViewerPanel } from '../panels.ts'
import { sharedSample } from '../samples.ts'
import { tickText } from '../ticks.ts'
import type { ViewState } from '../viewState.ts'
import { LimitHandle } from './LimitHandle.tsx'
import { ManualLimits } from './ManualLimits.tsx'

const WIDTH = 376
const HEIGHT = 136
const BINS = 128
/** Enough to see the shape of ten thousand million pixels, and counted while a menu opens. */
const SAMPLE = 200_000
/** Per cent of the values that are left out on each side: a single hot pixel must not squeeze the rest into one bin. */
const TAIL = 0.05

interface LimitsPanelProps {
  readonly panels: readonly ViewerPanel[]
  readonly view: ViewState
  readonly onView: (view: ViewState) => void
}

/** The part of the values that is worth a histogram: all but the tails, and the limits of the view. */
function rangeOf(sample: Float32Array, limits: Limits): readonly [number, number] {
  const sorted = sortedFinite(sample)
  if (sorted.length === 0) return [limits.low, limits.high]
  const low = Math.min(limits.low, percentileOfSorted(sorted, TAIL))
  const high = Math.max(limits.high, percentileOfSorted(sorted, 100 - TAIL))
  const margin = (high - low) * 0.04
  return [low - margin, high + margin]
}

/** Black and white as two handles on a histogram whose counts are in powers of ten. */
export function LimitsPanel({ panels, view, onView }: LimitsPanelProps) {
  const images = useMemo(() => {
    const all = panels.filter(panel => panel.kind === 'image')
    return view.shared ? all : all.slice(0, 1)
  }, [panels, view.shared])
  const sample = useMemo(
    () => sharedSample(view.shared ? images : images.map(panel => ({ ...panel, levelFactor: 1 })), SAMPLE),
    [images, view.shared],
  )
  const [first] = images
  const limits = view.shared || !first ? sharedLimits(images, view) : imageLimits(first.image.data, view)
  // The axis stays while a handle is dragged on it.
  const [start] = useState(limits)
  const [low, high] = useMemo(() => rangeOf(sample, start), [sample, start])
  const { counts } = useMemo(() => histogram(sample, BINS, [low, high]), [sample, low, high])
  const stats = useMemo(() => finiteStats({ width: sample.length, height: 1, data: sample }), [sample])
  if (!first) return <Typography variant="body2">{t.viewer.noPanelHereHasLimitsToChoose}</Typography>

  const put = (next: Limits) => next.low < next.high && onView({ ...view, rule: 'manual', ...next })
  const x = (value: number) => ((value - low) / (high - low)) * WIDTH
  const inside = (value: number) => Math.min(WIDTH, Math.max(0, x(value)))
  const valueAt = (fraction: number) => Number((low + fraction * (high - low)).toPrecision(5))
  const tallest = Math.log1p(Math.max(1, ...counts))
  const bars = counts.map((count, i) => {
    const height = (HEIGHT * Math.log1p(count)) / tallest
    return `M${(i * WIDTH) / BINS} ${HEIGHT}v${-height}h${WIDTH / BINS}v${height}z`
  })
  const whose = view.shared && images.length > 1 ? t.viewer.allImages : first.title
  return (
    <Box>
      <Typography variant="subtitle2">{t.viewer.valuesOf(whose)}</Typography>
      <Typography variant="caption" component="div" sx={{ color: 'text.secondary', mb: 1 }}>
        {t.viewer.dragBlackAndWhiteCountsAreIn(
          tickText(Number(stats.min.toPrecision(4))),
          tickText(Number(stats.max.toPrecision(4))),
        )}{' '}
        {first.unit ?? ''}
      </Typography>
      <Box sx={{ position: 'relative', width: WIDTH, height: HEIGHT, touchAction: 'none' }}>
        <Box
          component="svg"
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          role="img"
          aria-label={t.viewer.histogramOfTheValuesFromTo(tickText(low), tickText(high))}
          sx={{ display: 'block', width: WIDTH, height: HEIGHT, bgcolor: 'action.hover', borderRadius: 0.5 }}
        >
          <path d={bars.join('')} fill="var(--mui-palette-text-secondary)" />
          {[
            [0, inside(limits.low)],
            [inside(limits.high), WIDTH],
          ].map(([from, to], i) => (
            <rect
              // biome-ignore lint/suspicious/noArrayIndexKey: the two sides have no other identity
              key={i}
              x={from}
              width={Math.max(0, to - from)}
              y={0}
              height={HEIGHT}
              fill="var(--mui-palette-background-paper)"
              opacity={0.65}
            />
          ))}
        </Box>
        <LimitHandle
          label={t.viewer.black}
          at={inside(limits.low) / WIDTH}
          text={tickText(limits.low)}
          onMove={at => put({ low: valueAt(at), high: limits.high })}
        />
        <LimitHandle
          label={t.viewer.white}
          at={inside(limits.high) / WIDTH}
          text={tickText(limits.high)}
          onMove={at => put({ low: limits.low, high: valueAt(at) })}
        />
      </Box>
      <Box
        sx={{
          display: 'flex',
          justifyContent: 'space-between',
          typography: 'caption',
          color: 'text.secondary',
          mt: 0.5,
          mb: 2,
        }}
      >
        <span>{tickText(Number(low.toPrecision(3)))}</span>
        <span>{tickText(Number(high.toPrecision(3)))}</span>
      </Box>
      <ManualLimits low={limits.low} high={limits.high} onLimits={put} />
    </Box>
  )
}
