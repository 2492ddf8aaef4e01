import Box from '@mui/material/Box'
import { type Frame, type Point, pixelToReference } from './frame.ts'

const LINES = {
  position: 'absolute',
  boxSizing: 'border-box',
  border: '1px solid #ffffff',
  outline: '1px solid #000000',
  pointerEvents: 'none',
} as const

/** A line around the pixel that is read, in every panel. */
export function PixelOutline({ pixel, scale, frame }: { pixel: Point; scale: number; frame: Frame }) {
  const corner = pixelToReference({ x: pixel.x - 0.5, y: pixel.y + 0.5 }, scale)
  const side = Math.max(3, frame.zoom * scale)
  return <Box style={{ ...at(corner, frame), width: side, height: side }} sx={LINES} />
}

const RING = 9

/** A ring at the place that is read, on an image whose pixels do not lie along the panel. */
export function PlaceRing({ reference, frame }: { reference: Point; frame: Frame }) {
  return (
    <Box
      style={at(reference, frame)}
      sx={{ ...LINES, width: RING, height: RING, borderRadius: '50%', transform: 'translate(-50%, -50%)' }}
    />
  )
}

/** A reference point's place in its panel. */
const at = (p: Point, frame: Frame) => ({
  left: `calc(50% + ${(p.x - frame.x) * frame.zoom}px)`,
  top: `calc(50% + ${(frame.y - p.y) * frame.zoom}px)`,
})
