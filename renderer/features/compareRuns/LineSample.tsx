import type { SeriesStyle } from '../../ui/plotTheme.ts'

const DASHES: Readonly<Record<string, string>> = {
  solid: '',
  dash: '7 4',
  dot: '2 3',
  dashdot: '7 3 2 3',
  longdash: '11 4',
}

/** A run's line as charts draw it. */
export const LineSample = ({ style }: { style: SeriesStyle }) => (
  <svg width="32" height="10" aria-hidden>
    <line x1="0" y1="5" x2="32" y2="5" stroke={style.color} strokeWidth="2.5" strokeDasharray={DASHES[style.dash]} />
  </svg>
)
