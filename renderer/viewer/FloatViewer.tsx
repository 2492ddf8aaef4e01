import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import { type ReactNode, useCallback, useId, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { Unseen } from '../ui/Unseen.tsx'
import { withDerived } from './derived.ts'
import type { Point } from './frame.ts'
import { KeysDialog } from './KeysDialog.tsx'
import { panelDisplays } from './levels.ts'
import { linkPanels } from './linking.ts'
import { PanelBox } from './PanelBox.tsx'
import { PanelOverlay } from './PanelOverlay.tsx'
import { panelKeys } from './panelKeys.ts'
import { imagesOf, type PanelPlace, readPanels, type ViewerPanel } from './panels.ts'
import { cssSize, panelFrame, viewerScene } from './scene.ts'
import { useTileValues } from './tiles/useTileValues.ts'
import { useBlink } from './useBlink.ts'
import { useCanvasLayout } from './useCanvasLayout.ts'
import { useFloatCanvas } from './useFloatCanvas.ts'
import { usePanelPointer } from './usePanelPointer.ts'
import { KEYS_HELP, viewAfterKey } from './viewerKeys.ts'
import { toggleLinked, type ViewState } from './viewState.ts'

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
  panels: given,
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
  const [helped, setHelped] = useState(false)

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

  const panels = useMemo(() => withDerived(given, view.derived), [given, view.derived])
  const ids = useMemo(() => panels.map(panel => panel.id), [panels])
  const linking = useMemo(() => linkPanels(panels, view.link), [panels, view.link])
  const { extent } = linking
  const layout = useCanvasLayout(container, `${ids.join('|')} ${columns} ${details}`)
  const blink = useBlink(ids, view.blinkSeconds)
  const place = blink.swap?.place
  const shown = blink.swap?.shown
  const lensAt = view.lens ? cursor : null
  const scene = useMemo(() => {
    const swap = place !== undefined && shown !== undefined ? { place, shown } : null
    return viewerScene({ panels, view, layout, swap, cursor: lensAt })
  }, [panels, view, layout, place, shown, lensAt])
  const images = useMemo(() => new Set(panels.flatMap(imagesOf)), [panels])
  const error = useFloatCanvas(canvas, scene, layout, images)
  useTileValues(images)
  const displays = useMemo(() => panelDisplays(panels, view), [panels, view])
  const pointer = usePanelPointer({ container, layout, extent, view: latest, change, point: setCursor })

  const frameOf = (id: string) => {
    const rect = layout.rects.get(id)
    return rect ? panelFrame(latest.current, id, extent, cssSize(rect, layout.ratio), layout.ratio) : null
  }
  const keyDown = panelKeys({
    blink,
    help: () => setHelped(true),
    after: (panel, key) => {
      const frame = frameOf(panel.id)
      const context = frame && { panel, panels, frame, extent, display: displays.get(panel.id) }
      return context && viewAfterKey(latest.current, key, context)
    },
    change,
  })

  const overlayOf = (panel: ViewerPanel) => {
    const [frame, rect] = [frameOf(panel.id), layout.rects.get(panel.id)]
    if (!frame || !rect) return null
    const size = cssSize(rect, layout.ratio)
    const at = { panel, frame, size }
    const own = overlay?.(at)
    if (!details) return own
    return (
      <PanelOverlay place={at} grid={linking.gridOf(panel)} panels={panels} view={view} onView={change}>
        {own}
      </PanelOverlay>
    )
  }

  // With no pointer over the panels, the keyboard reads the middle of the panel that has the focus.
  const focusedFrame = focused === null ? null : frameOf(focused)
  const reading = cursor ?? focusedFrame
  const readings = reading ? readPanels(panels, reading, linking) : null

  return (
    <Box role="group" aria-label={label} sx={{ minWidth: 0 }}>
      <Unseen id={helpId}>{KEYS_HELP}</Unseen>
      <KeysDialog open={helped} onClose={() => setHelped(false)} />
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
          style={{
            left: layout.shift.x,
            top: layout.shift.y,
            width: layout.width / layout.ratio,
            height: layout.height / layout.ratio,
          }}
          // Lengths on a page are whole 64ths of a pixel: what is left of a device pixel must not be smoothed over.
          sx={{ position: 'absolute', pointerEvents: 'none', imageRendering: 'pixelated' }}
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
              view={view}
              isTurned={linking.gridOf(panel) !== panel}
              isLinked={!Object.hasOwn(view.own, panel.id)}
              onLink={() => change(toggleLinked(latest.current, panel.id))}
              onFocusChange={has => {
                setFocused(has ? panel.id : null)
                // A key that is let go elsewhere is not heard here.
                if (!has) blink.peek(null)
              }}
              onKeyDown={keyDown(panel)}
              onKeyUp={event => event.key === ' ' && blink.peek(null)}
              {...pointer(panel.id)}
            />
          ))}
        </Box>
      </Box>
    </Box>
  )
}
