import Box from '@mui/material/Box'
import { useMemo } from 'react'
import type { Point } from '../frame.ts'
import type { ViewState } from '../viewState.ts'
import { compassArrows, gridMarks, type SkyWindow, scaleBar } from './skyMarks.ts'

/** Read on any image: white with a dark edge. */
const LINE = { stroke: '#ffffff', strokeWidth: 1.5, fill: 'none' } as const
const TEXT = {
  fill: '#ffffff',
  stroke: '#05070a',
  strokeWidth: 3,
  paintOrder: 'stroke',
  fontFamily: 'inherit',
} as const
const EDGE = { ...LINE, stroke: '#05070a', strokeWidth: 3.5, opacity: 0.7 } as const
const MARGIN = 12
const ARROW = 26
const HEAD = 5

/** A line from `from` along a unit vector, with a head. */
function arrowPath(from: Point, along: Point): string {
  const tip = { x: from.x + along.x * ARROW, y: from.y + along.y * ARROW }
  const side = (turn: 1 | -1) => {
    const x = tip.x - HEAD * (along.x + turn * 0.6 * along.y)
    const y = tip.y - HEAD * (along.y - turn * 0.6 * along.x)
    return `M${x} ${y}L${tip.x} ${tip.y}`
  }
  return `M${from.x} ${from.y}L${tip.x} ${tip.y}${side(1)}${side(-1)}`
}

function Compass({ window }: { window: SkyWindow }) {
  const arrows = compassArrows(window)
  if (!arrows) return null
  const middle = { x: window.size.width - ARROW - 2 * MARGIN, y: ARROW + 2 * MARGIN }
  const path = `${arrowPath(middle, arrows.north)}${arrowPath(middle, arrows.east)}`
  return (
    <g data-mark="compass">
      <path d={path} {...EDGE} />
      <path d={path} {...LINE} />
      {[
        { name: 'N', along: arrows.north },
        { name: 'E', along: arrows.east },
      ].map(({ name, along }) => (
        <text
          key={name}
          x={middle.x + along.x * (ARROW + 9)}
          y={middle.y + along.y * (ARROW + 9)}
          textAnchor="middle"
          dominantBaseline="central"
          {...TEXT}
        >
          {name}
        </text>
      ))}
    </g>
  )
}

/** In the lower left corner, clear of the grid's numbers along both edges. */
function Scale({ window, raised }: { window: SkyWindow; raised: boolean }) {
  const bar = scaleBar(window)
  if (!bar) return null
  const y = window.size.height - MARGIN - (raised ? 20 : 4)
  const x = raised ? 72 : MARGIN
  const path = `M${x} ${y - 4}v8M${x} ${y}h${bar.length}m0 -4v8`
  return (
    <g data-mark="scale">
      <path d={path} {...EDGE} />
      <path d={path} {...LINE} />
      <text x={x + bar.length / 2} y={y - 8} textAnchor="middle" {...TEXT}>
        {bar.label}
      </text>
    </g>
  )
}

const linePath = (points: readonly Point[]) =>
  `M${points.map(({ x, y }) => `${x.toFixed(2)} ${y.toFixed(2)}`).join('L')}`

function Grid({ window, view }: { window: SkyWindow; view: ViewState }) {
  const { skyFrame, skyFormat } = view
  const marks = useMemo(() => gridMarks(window, { skyFrame, skyFormat }), [window, skyFrame, skyFormat])
  return (
    <g data-mark="grid">
      <path d={marks.flatMap(mark => mark.lines.map(linePath)).join('')} {...LINE} strokeWidth={1} opacity={0.45} />
      {marks.map(({ axis, label, labelAt }) => (
        <text
          key={`${axis} ${label}`}
          x={Math.min(window.size.width - 4, Math.max(4, labelAt.x + (axis === 'lat' ? 4 : 0)))}
          y={Math.min(window.size.height - 4, Math.max(12, labelAt.y - 4))}
          textAnchor={axis === 'lon' ? 'middle' : 'start'}
          {...TEXT}
        >
          {label}
        </text>
      ))}
    </g>
  )
}

type SkyMarksProps = SkyWindow & { readonly view: ViewState }

/** North, east, a scale bar and a grid of the sky over a panel, as SVG; it lets pointers through. */
export function SkyMarks({ wcs, scale, frame, size, view }: SkyMarksProps) {
  const { x, y, zoom } = frame
  const { width, height } = size
  // A cursor's move renders a panel anew, but changes nothing here.
  const window = useMemo(
    () => ({ wcs, scale, frame: { x, y, zoom }, size: { width, height } }),
    [wcs, scale, x, y, zoom, width, height],
  )
  return (
    <Box
      component="svg"
      width={width}
      height={height}
      aria-hidden="true"
      style={{ position: 'absolute', inset: 0, pointerEvents: 'none', overflow: 'hidden' }}
      sx={{ typography: 'label' }}
    >
      {view.grid && <Grid window={window} view={view} />}
      {view.scaleBar && <Scale window={window} raised={view.grid} />}
      {view.compass && <Compass window={window} />}
    </Box>
  )
}
