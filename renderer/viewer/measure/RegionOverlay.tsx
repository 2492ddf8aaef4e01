import Box from '@mui/material/Box'
import { type PointerEvent, useRef } from 'react'
import { skyAnnulus } from '../../../main/domain/photometry/sky.ts'
import { movedBy } from '../../../main/domain/regions/geometry.ts'
import { hasArea } from '../../../main/domain/regions/overlap.ts'
import type { Position, Region, Shape } from '../../../main/domain/regions/region.ts'
import { referenceToScreen, screenToReference } from '../frame.ts'
import type { PanelPlace } from '../panels.ts'
import { shapeAround, shapeDragged } from './draw.ts'
import { dragHandle, shapeHandles } from './handles.ts'
import { pathData, shapeOutline } from './outline.ts'
import { EXCLUDED_COLOR, labelPlace, REGION_COLOR } from './regionLook.ts'
import { freshId, regionName, withShape } from './regionSet.ts'
import type { Measure } from './useMeasure.ts'

const SELECTED_COLOR = '#ffffff'

/** CSS pixels. */
const HANDLE = 8
const TURN_AWAY = 22
const CROSS = 6
/** A shorter drag is a click. */
const CLICK = 4
/** A click draws a shape of this size. */
const CLICK_SIZE = 24

/** What a pointer is doing between its press and its release. */
type Gesture =
  | { readonly kind: 'draw'; readonly id: string; readonly from: Position; readonly before: readonly Region[] }
  | { readonly kind: 'move'; readonly id: string; readonly from: Position; readonly shape: Shape }
  | { readonly kind: 'handle'; readonly id: string; readonly handle: string; readonly shape: Shape }

/** The regions over one panel: drawn, chosen, moved and resized by the pointer. Every panel shows the same ones. */
export function RegionOverlay({ place, measure }: { place: PanelPlace; measure: Measure }) {
  const { panel, frame, size } = place
  const gesture = useRef<(Gesture & { begun: boolean; readonly start: Position }) | null>(null)
  const { regions, tool, selected, sky } = measure

  const reference = (event: PointerEvent<SVGElement>): Position => {
    const svg = event.currentTarget.ownerSVGElement ?? event.currentTarget
    const box = svg.getBoundingClientRect()
    return screenToReference(frame, size, { x: event.clientX - box.left, y: event.clientY - box.top })
  }
  const press = (event: PointerEvent<SVGElement>, next: Gesture) => {
    event.stopPropagation()
    event.currentTarget.setPointerCapture(event.pointerId)
    gesture.current = { ...next, begun: false, start: { x: event.clientX, y: event.clientY } }
  }
  /** The first change of a gesture is a step of its own; the others go on with it. */
  const apply = (held: { begun: boolean }, next: readonly Region[]) => {
    measure.change(next, held.begun ? 'amend' : undefined)
    held.begun = true
  }
  const move = (event: PointerEvent<SVGElement>) => {
    const held = gesture.current
    if (!held) return
    if (!held.begun && Math.hypot(event.clientX - held.start.x, event.clientY - held.start.y) < CLICK) return
    const to = reference(event)
    if (held.kind === 'draw') {
      const shape = shapeDragged(tool ?? 'circle', held.from, to)
      apply(held, [...held.before, { id: held.id, label: '', exclude: false, shape }])
      return
    }
    const shape =
      held.kind === 'move'
        ? movedBy(held.shape, to.x - held.from.x, to.y - held.from.y)
        : dragHandle(held.shape, held.handle, to)
    apply(held, withShape(regions, held.id, shape))
  }
  const release = () => {
    const held = gesture.current
    gesture.current = null
    if (held?.kind !== 'draw' || !tool) return
    if (!held.begun) {
      const shape = shapeAround(tool, held.from, CLICK_SIZE / frame.zoom)
      measure.change([...held.before, { id: held.id, label: '', exclude: false, shape }])
    }
    measure.select(held.id)
    measure.setTool(null)
  }
  const gestures = { onPointerMove: move, onPointerUp: release, onPointerCancel: release }

  const onScreen = (p: Position) => referenceToScreen(frame, size, p)
  const path = (shape: Shape) => pathData(shapeOutline(shape, onScreen, CROSS / frame.zoom))
  const chosen = regions.find(region => region.id === selected)
  const ring = chosen && sky && hasArea(chosen.shape) && !chosen.exclude ? skyAnnulus(chosen.shape, sky) : null

  return (
    <svg
      role="presentation"
      data-regions={panel.id}
      width="100%"
      height="100%"
      style={{ position: 'absolute', inset: 0, pointerEvents: tool ? 'all' : 'none', touchAction: 'none' }}
      onPointerDown={event => {
        if (!tool || event.button !== 0) return
        press(event, { kind: 'draw', id: freshId(regions), from: reference(event), before: regions })
      }}
      {...gestures}
    >
      {ring && <path d={path(ring)} fill="none" stroke={SELECTED_COLOR} strokeDasharray="2 4" />}
      {regions.map((region, index) => (
        <RegionMark
          key={region.id}
          path={path(region.shape)}
          name={regionName(region, index)}
          label={labelPlace(region.shape, onScreen)}
          color={region.id === selected ? SELECTED_COLOR : region.exclude ? EXCLUDED_COLOR : REGION_COLOR}
          isExcluded={region.exclude}
          isIdle={tool !== null}
          onPointerDown={event => {
            if (tool || event.button !== 0 || event.shiftKey) return
            measure.select(region.id)
            press(event, { kind: 'move', id: region.id, from: reference(event), shape: region.shape })
          }}
          {...gestures}
        />
      ))}
      {chosen &&
        !tool &&
        shapeHandles(chosen.shape, TURN_AWAY / frame.zoom).map(handle => {
          const at = onScreen(handle)
          return (
            <rect
              key={handle.id}
              data-handle={handle.id}
              x={at.x - HANDLE / 2}
              y={at.y - HANDLE / 2}
              width={HANDLE}
              height={HANDLE}
              rx={handle.id === 'angle' ? HANDLE / 2 : 0}
              fill={SELECTED_COLOR}
              stroke="#000000"
              style={{ pointerEvents: 'all', cursor: handle.id === 'angle' ? 'grab' : 'nwse-resize' }}
              onPointerDown={event => {
                if (event.button !== 0) return
                press(event, { kind: 'handle', id: chosen.id, handle: handle.id, shape: chosen.shape })
              }}
              {...gestures}
            >
              <title>{handle.title}</title>
            </rect>
          )
        })}
    </svg>
  )
}

interface RegionMarkProps {
  readonly path: string
  readonly name: string
  readonly label: Position
  readonly color: string
  readonly isExcluded: boolean
  readonly isIdle: boolean
  readonly onPointerDown: (event: PointerEvent<SVGElement>) => void
  readonly onPointerMove: (event: PointerEvent<SVGElement>) => void
  readonly onPointerUp: () => void
  readonly onPointerCancel: () => void
}

/** A region's outline with a dark edge, so that it stands out on any colour, and a wide line to take hold of. */
function RegionMark({ path, name, label, color, isExcluded, isIdle, ...pointer }: RegionMarkProps) {
  const dash = isExcluded ? '6 4' : undefined
  return (
    <g>
      <path d={path} fill="none" stroke="#000000" strokeOpacity={0.6} strokeWidth={3.5} />
      <path d={path} fill="none" stroke={color} strokeWidth={1.5} strokeDasharray={dash} />
      <path
        d={path}
        data-region={name}
        fill="none"
        stroke="transparent"
        strokeWidth={12}
        style={{ pointerEvents: isIdle ? 'none' : 'stroke', cursor: 'move' }}
        {...pointer}
      />
      <Box
        component="text"
        x={label.x}
        y={label.y}
        textAnchor="middle"
        fill={color}
        stroke="#000000"
        strokeWidth={3}
        paintOrder="stroke"
        sx={{ typography: 'caption' }}
      >
        {name}
      </Box>
    </g>
  )
}
