import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import {
  type KeyboardEvent,
  type ReactNode,
  useCallback,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { Unseen } from '../ui/Unseen.tsx'
import type { Point } from './frame.ts'
import { panelDisplays } from './levels.ts'
import { PanelBox } from './PanelBox.tsx'
import { type PanelPlace, panelsExtent, readPanels, type ViewerPanel } from './panels.ts'
import { BACKGROUND, cssSize, NO_VALUE, panelDraws, panelFrame } from './scene.ts'
import { useTileValues } from './tiles/useTileValues.ts'
import { useBlink } from './useBlink.ts'
import { useCanvasLayout } from './useCanvasLayout.ts'
import { useFloatCanvas } from './useFloatCanvas.ts'
import { usePanelPointer } from './usePanelPointer.ts'
import { KEYS_HELP, viewAfterKey } from './viewerKeys.ts'
import type { ViewState } from './viewState.ts'

/** A panel's height at most, per cent of the window's: few panels are large, none is larger than what is seen at once. */
const TALLEST = 62

export interface FloatViewerProps {
  /** Keep the array and its images the same objects from render to render: they are what textures are kept by. */
  readonly panels: readonly ViewerPanel[]
  readonly view: ViewState
  readonly onView: (view: ViewState) => void
  /** Panels in a row; they wrap into further rows. */
  readonly columns?: number
  /** A panel's height over its width. */
  readonly aspect?: number
  /** False: pictures only, without colour bar and readings (previews in a row). */
  readonly details?: boolean
  /** Drawn over each panel: regions, arrows, grids. It lets pointers through unless it asks for them. */
  readonly overlay?: (place: PanelPlace) => ReactNode
  /** Names the set of panels. */
  readonly label: string
}

/** Float images side by side on one canvas, panned, zoomed and read together. See README.md. */
export function FloatViewer({
  panels,
  view,
  onView,
  columns,
  aspect = 1,
  details = true,
  overlay,
  label,
}: FloatViewerProps) {
  const container = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const helpId = useId()
  const [cursor, setCursor] = useState<Point | null>(null)
  const [focused, setFocused] = useState<string | null>(null)

  const latest = useRef(view)
  useLayoutEffect(() => {
    latest.current = view
  }, [view])
  const change = useCallback(
    (next: ViewState) => {
      latest.current = next
      onView(next)
    },
    [onView],
  )

  const ids = useMemo(() => panels.map(panel => panel.id), [panels])
  const extent = useMemo(() => panelsExtent(panels), [panels])
  const layout = useCanvasLayout(container, `${ids.join('|')} ${columns} ${details}`)
  const blink = useBlink(ids)
  const place = blink.swap?.place
  const shown = blink.swap?.shown
  const scene = useMemo(() => {
    const swap = place !== undefined && shown !== undefined ? { place, shown } : null
    return { panels: panelDraws(panels, view, layout, swap), background: BACKGROUND, nan: NO_VALUE }
  }, [panels, view, layout, place, shown])
  const images = useMemo(() => new Set(panels.map(panel => panel.image)), [panels])
  const error = useFloatCanvas(canvas, scene, layout, images)
  useTileValues(images)
  const displays = useMemo(() => panelDisplays(panels, view), [panels, view])
  const pointer = usePanelPointer({ container, layout, extent, view: latest, change, point: setCursor })

  const frameOf = (id: string) => {
    const rect = layout.rects.get(id)
    return rect ? panelFrame(latest.current, extent, cssSize(rect, layout.ratio), layout.ratio) : null
  }
  const keyDown = (panel: ViewerPanel) => (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'b') blink.press(panel.id)
    else if (event.key === 'Escape' && blink.swap) blink.stop()
    else {
      const frame = frameOf(panel.id)
      const next = frame && viewAfterKey(latest.current, event, frame, panel.scale, extent)
      if (!next) return
      change(next)
    }
    event.preventDefault()
    event.stopPropagation()
  }

  const overlayOf = (panel: ViewerPanel) => {
    const [frame, rect] = [frameOf(panel.id), layout.rects.get(panel.id)]
    return frame && rect && overlay?.({ panel, frame, size: cssSize(rect, layout.ratio) })
  }

  // With no pointer over the panels, the keyboard reads the middle of the panel that has the focus.
  const focusedFrame = focused === null ? null : frameOf(focused)
  const reading = cursor ?? focusedFrame
  const readings = reading ? readPanels(panels, reading) : null

  return (
    <Box role="group" aria-label={label} sx={{ minWidth: 0 }}>
      <Unseen id={helpId}>{KEYS_HELP}</Unseen>
      {error && (
        <Alert severity="error" sx={{ mb: 1 }}>
          {error.message}
        </Alert>
      )}
      <Box
        ref={container}
        sx={{ position: 'relative', maxWidth: `calc(${columns ?? panels.length} * ${TALLEST / aspect}vh)` }}
      >
        <Box
          component="canvas"
          ref={canvas}
          aria-hidden
          sx={{ position: 'absolute', inset: 0, width: '100%', height: '100%', pointerEvents: 'none' }}
        />
        <Box
          sx={{
            position: 'relative',
            display: 'grid',
            gap: details ? 1.5 : 1,
            gridTemplateColumns: `repeat(${columns ?? panels.length}, minmax(0, 1fr))`,
          }}
        >
          {panels.map((panel, index) => (
            <PanelBox
              key={panel.id}
              panel={panel}
              display={displays.get(panel.id)}
              shownTitle={place === panel.id ? panels.find(p => p.id === shown)?.title : undefined}
              reading={readings?.[index] ?? null}
              reference={reading}
              frame={frameOf(panel.id)}
              overlay={overlayOf(panel)}
              aspect={aspect}
              details={details}
              helpId={helpId}
              onFocusChange={has => setFocused(has ? panel.id : null)}
              onKeyDown={keyDown(panel)}
              {...pointer(panel.id)}
            />
          ))}
        </Box>
      </Box>
    </Box>
  )
}
