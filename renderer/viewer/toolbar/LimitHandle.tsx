import Box from '@mui/material/Box'
import type { KeyboardEvent, PointerEvent } from 'react'

interface LimitHandleProps {
  readonly label: string
  /** 0 to 1 of the histogram's width. */
  readonly at: number
  readonly text: string
  readonly onMove: (at: number) => void
}

const STEP = 0.005

/** A limit on the histogram, to be dragged or moved with the arrows (with Shift ten times as far). */
export function LimitHandle({ label, at, text, onMove }: LimitHandleProps) {
  const clamped = (value: number) => onMove(Math.min(1, Math.max(0, value)))
  const drag = (event: PointerEvent<HTMLElement>) => {
    if (event.type === 'pointerdown') event.currentTarget.setPointerCapture(event.pointerId)
    const box = event.currentTarget.parentElement?.getBoundingClientRect()
    if (box && event.currentTarget.hasPointerCapture(event.pointerId)) clamped((event.clientX - box.left) / box.width)
  }
  const keyDown = (event: KeyboardEvent) => {
    const direction = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key]
    if (direction === undefined) return
    event.preventDefault()
    clamped(at + direction * STEP * (event.shiftKey ? 10 : 1))
  }
  return (
    <Box
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuenow={Math.round(at * 1000)}
      aria-valuemin={0}
      aria-valuemax={1000}
      aria-valuetext={text}
      onPointerDown={drag}
      onPointerMove={drag}
      onKeyDown={keyDown}
      style={{ left: `${at * 100}%` }}
      sx={{
        position: 'absolute',
        top: 0,
        bottom: 0,
        width: 15,
        ml: '-7.5px',
        cursor: 'ew-resize',
        touchAction: 'none',
        '&::before': { content: '""', position: 'absolute', inset: '0 7px', bgcolor: 'primary.main' },
        '&::after': {
          content: '""',
          position: 'absolute',
          top: 'calc(50% - 10px)',
          left: 4,
          width: 7,
          height: 20,
          borderRadius: 1,
          bgcolor: 'primary.main',
        },
      }}
    />
  )
}
