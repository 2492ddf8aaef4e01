import Box from '@mui/material/Box'
import type { KeyboardEvent, PointerEvent } from 'react'
import { t } from '../text/t.ts'

interface SwipeDividerProps {
  readonly left: string
  readonly right: string
  /** 0 to 1 of the panel's width. */
  readonly at: number
  readonly onMove: (at: number) => void
}

const STEP = 0.02

/** The line between two images in one place, to be dragged or moved with the arrows. */
export function SwipeDivider({ left, right, at, onMove }: SwipeDividerProps) {
  const clamped = (value: number) => onMove(Math.min(1, Math.max(0, value)))
  const drag = (event: PointerEvent<HTMLElement>) => {
    event.stopPropagation()
    if (event.type === 'pointerdown') event.currentTarget.setPointerCapture(event.pointerId)
    const panel = event.currentTarget.parentElement?.getBoundingClientRect()
    if (panel && event.currentTarget.hasPointerCapture(event.pointerId)) {
      clamped((event.clientX - panel.left) / panel.width)
    }
  }
  const keyDown = (event: KeyboardEvent) => {
    const direction = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key]
    if (direction === undefined) return
    event.preventDefault()
    clamped(at + direction * STEP)
  }
  return (
    <Box
      role="slider"
      tabIndex={0}
      aria-label={t.viewer.dividerBetweenAnd(left, right)}
      aria-valuenow={Math.round(at * 100)}
      aria-valuemin={0}
      aria-valuemax={100}
      onPointerDown={drag}
      onPointerMove={drag}
      onDoubleClick={event => event.stopPropagation()}
      onKeyDown={keyDown}
      style={{ left: `${at * 100}%` }}
      sx={{
        position: 'absolute',
        top: 0,
        bottom: 0,
        width: 17,
        ml: '-8.5px',
        cursor: 'ew-resize',
        touchAction: 'none',
        // The line itself, and a grip in its middle.
        '&::before': {
          content: '""',
          position: 'absolute',
          top: 0,
          bottom: 0,
          left: 8,
          width: '1px',
          bgcolor: '#ffffff',
          boxShadow: '0 0 0 1px rgb(0 0 0 / 60%)',
        },
        '&::after': {
          content: '""',
          position: 'absolute',
          top: 'calc(50% - 12px)',
          left: 5,
          width: 7,
          height: 24,
          borderRadius: 1,
          bgcolor: '#ffffff',
          boxShadow: '0 0 0 1px rgb(0 0 0 / 60%)',
        },
      }}
    />
  )
}
