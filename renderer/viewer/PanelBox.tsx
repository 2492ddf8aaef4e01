import LinkOffIcon from '@mui/icons-material/LinkOffOutlined'
import Box from '@mui/material/Box'
import IconButton from '@mui/material/IconButton'
import Stack from '@mui/material/Stack'
import Tooltip from '@mui/material/Tooltip'
import Typography from '@mui/material/Typography'
import type { HTMLAttributes, KeyboardEvent, ReactNode } from 'react'
import { t } from '../text/t.ts'
import { ColorBar } from './ColorBar.tsx'
import type { Frame, Point } from './frame.ts'
import { PanelReading } from './PanelReading.tsx'
import { PixelOutline, PlaceRing } from './PixelOutline.tsx'
import type { Reading, ViewerPanel } from './panels.ts'
import type { ViewState } from './viewState.ts'
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
  readonly view: ViewState
  /** False: it is moved alone. */
  readonly isLinked: boolean
  /** Its pixels do not lie along the panel: it is linked by the sky. */
  readonly isTurned: boolean
  readonly onLink: () => void
  readonly onKeyDown: (event: KeyboardEvent) => void
  readonly onKeyUp: (event: KeyboardEvent) => void
}

/** A panel's title, its window onto the canvas, its colour bar and its reading. */
export function PanelBox(props: PanelBoxProps) {
  const { panel, display, shownTitle, reading, reference, frame, overlay, aspect, details, helpId, view } = props
  const { isLinked, isTurned, onFocusChange, onKeyDown, onKeyUp, onLink } = props
  const { onPointerDown, onPointerMove, onPointerUp, onPointerLeave, onDoubleClick } = props
  const size = `${panel.image.width} x ${panel.image.height} px`
  return (
    <Box sx={{ minWidth: 0 }}>
      <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1, mb: 0.5, alignItems: 'baseline' }}>
        <Typography variant="caption" noWrap sx={{ fontWeight: 600 }} color={shownTitle ? 'primary' : 'textPrimary'}>
          {shownTitle ?? panel.title}
        </Typography>
        {details && (
          <Typography variant="caption" noWrap component="div" sx={{ color: 'text.secondary' }}>
            {!isLinked && (
              <Tooltip title={t.viewer.notLinkedMovedAlonePressToLink}>
                <IconButton aria-label={t.viewer.linkAgain(panel.title)} onClick={onLink} sx={{ p: 0, mr: 0.5 }}>
                  <LinkOffIcon fontSize="tiny" />
                </IconButton>
              </Tooltip>
            )}
            {view.smooth && t.viewer.smoothed}
            {size}
          </Typography>
        )}
      </Stack>
      <Box
        role="group"
        aria-label={t.viewer.imageOf(panel.title, size)}
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
        onKeyUp={onKeyUp}
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
        {reading?.pixel &&
          frame &&
          (isTurned ? (
            reference && <PlaceRing reference={reference} frame={frame} />
          ) : (
            <PixelOutline pixel={reading.pixel} scale={panel.scale} frame={frame} />
          ))}
        {overlay}
      </Box>
      {details && (
        <>
          {display && !display.composite && <ColorBar display={display} unit={panel.unit} view={view} />}
          <PanelReading panel={panel} reading={reading} view={view} />
        </>
      )}
    </Box>
  )
}
