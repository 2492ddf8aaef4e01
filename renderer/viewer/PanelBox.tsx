import Box from '@mui/material/Box'
import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import type { HTMLAttributes, KeyboardEvent, ReactNode } from 'react'
import { ColorBar } from './ColorBar.tsx'
import { type Frame, type Point, pixelToReference } from './frame.ts'
import { formatValue, type Reading, type ViewerPanel } from './panels.ts'
import type { Display } from './webgl/floatRenderer.ts'

type PointerHandlers = Pick<
  HTMLAttributes<HTMLDivElement>,
  'onPointerDown' | 'onPointerMove' | 'onPointerUp' | 'onPointerLeave' | 'onDoubleClick'
>

interface PanelBoxProps extends PointerHandlers {
  readonly panel: ViewerPanel
  readonly display: Display | undefined
  /** Title of the image that blinks in this panel's place. */
  readonly shownTitle: string | undefined
  readonly reading: Reading | null
  readonly reference: Point | null
  readonly frame: Frame | null
  readonly overlay: ReactNode
  readonly aspect: number
  readonly details: boolean
  readonly helpId: string
  readonly onFocusChange: (focused: boolean) => void
  readonly onKeyDown: (event: KeyboardEvent) => void
}

/** A panel's title, its window onto the canvas, its colour bar and its reading. */
export function PanelBox(props: PanelBoxProps) {
  const { panel, display, shownTitle, reading, frame, overlay, aspect, details, helpId, onFocusChange, onKeyDown } =
    props
  const { onPointerDown, onPointerMove, onPointerUp, onPointerLeave, onDoubleClick } = props
  const size = `${panel.image.width} x ${panel.image.height} px`
  return (
    <Box sx={{ minWidth: 0 }}>
      <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1, mb: 0.5, alignItems: 'baseline' }}>
        <Typography variant="caption" noWrap sx={{ fontWeight: 600 }} color={shownTitle ? 'primary' : 'textPrimary'}>
          {shownTitle ?? panel.title}
        </Typography>
        {details && (
          <Typography variant="caption" noWrap sx={{ color: 'text.secondary' }}>
            {size}
          </Typography>
        )}
      </Stack>
      <Box
        role="group"
        aria-label={`${panel.title}, image of ${size}`}
        aria-describedby={helpId}
        tabIndex={0}
        data-panel={panel.id}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={onPointerUp}
        onPointerLeave={onPointerLeave}
        onDoubleClick={onDoubleClick}
        onContextMenu={event => event.preventDefault()}
        onFocus={event => onFocusChange(event.currentTarget.matches(':focus-visible'))}
        onBlur={() => onFocusChange(false)}
        onKeyDown={onKeyDown}
        sx={{
          position: 'relative',
          overflow: 'hidden',
          width: '100%',
          aspectRatio: `1 / ${aspect}`,
          cursor: 'crosshair',
          touchAction: 'none',
          userSelect: 'none',
        }}
      >
        {reading?.pixel && frame && <PixelOutline pixel={reading.pixel} scale={panel.scale} frame={frame} />}
        {overlay}
      </Box>
      {details && (
        <>
          {display && <ColorBar display={display} unit={panel.unit} />}
          <Typography variant="caption" noWrap component="div" data-reading={panel.id} sx={{ minHeight: 16, mt: 0.5 }}>
            {reading?.pixel ? (
              <>
                <Box component="span" sx={{ fontWeight: 600 }}>
                  {formatValue(reading.value)} {panel.unit ?? ''}
                </Box>{' '}
                <Box component="span" sx={{ color: 'text.secondary' }}>
                  at ({reading.pixel.x}, {reading.pixel.y})
                </Box>
              </>
            ) : (
              <Box component="span" sx={{ color: 'text.secondary' }}>
                -
              </Box>
            )}
          </Typography>
        </>
      )}
    </Box>
  )
}

/** A line around the pixel that is read, in every panel. */
function PixelOutline({ pixel, scale, frame }: { pixel: Point; scale: number; frame: Frame }) {
  const corner = pixelToReference({ x: pixel.x - 0.5, y: pixel.y + 0.5 }, scale)
  const side = Math.max(3, frame.zoom * scale)
  return (
    <Box
      style={{
        left: `calc(50% + ${(corner.x - frame.x) * frame.zoom}px)`,
        top: `calc(50% + ${(frame.y - corner.y) * frame.zoom}px)`,
        width: side,
        height: side,
      }}
      sx={{
        position: 'absolute',
        boxSizing: 'border-box',
        border: '1px solid #ffffff',
        outline: '1px solid #000000',
        pointerEvents: 'none',
      }}
    />
  )
}
