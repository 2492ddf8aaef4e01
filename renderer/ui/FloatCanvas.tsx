import Box from '@mui/material/Box'
import { useEffect, useRef, useState } from 'react'
import type { FloatImage } from '../../main/domain/image.ts'
import { greyBytes, type Limits, previewLimits } from './display.ts'
import { formatNumber } from './format.ts'

interface FloatCanvasProps {
  image: FloatImage
  /** What it shows, for those who do not see it. */
  label: string
  limits?: Limits
  unit?: string
}

/** One small float image, its pixels as they are, with the value under the cursor. The Compare page has the full viewer. */
export function FloatCanvas({ image, label, limits, unit = '' }: FloatCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [readout, setReadout] = useState('')

  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!context) return
    context.putImageData(
      new ImageData(greyBytes(image, limits ?? previewLimits(image)), image.width, image.height),
      0,
      0,
    )
  }, [image, limits])

  return (
    <Box sx={{ minWidth: 0 }}>
      <Box
        component="canvas"
        ref={canvas}
        width={image.width}
        height={image.height}
        role="img"
        aria-label={`${label}, ${image.width} x ${image.height} pixels`}
        onPointerMove={event => {
          const box = event.currentTarget.getBoundingClientRect()
          const x = Math.floor(((event.clientX - box.left) / box.width) * image.width)
          const y = image.height - 1 - Math.floor(((event.clientY - box.top) / box.height) * image.height)
          setReadout(`(${x}, ${y})  ${formatNumber(image.data[y * image.width + x])} ${unit}`)
        }}
        onPointerLeave={() => setReadout('')}
        sx={{
          display: 'block',
          width: '100%',
          height: 'auto',
          aspectRatio: `${image.width} / ${image.height}`,
          imageRendering: 'pixelated',
          bgcolor: '#05070a',
          borderRadius: 0.5,
        }}
      />
      <Box sx={{ height: 24, typography: 'caption', color: 'text.secondary', lineHeight: '24px', whiteSpace: 'pre' }}>
        {readout}
      </Box>
    </Box>
  )
}
