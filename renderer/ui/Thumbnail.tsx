import Box from '@mui/material/Box'
import { useState } from 'react'

interface ThumbnailProps {
  /** Reference of main/contract/images.ts; null: there is no such image. */
  imageRef: string | null
  alt: string
  /** Side on the screen, CSS pixels. */
  size: number
}

const REQUESTED_SIDES = [96, 192, 384]

/** Few sizes are asked for, so that one picture serves many places: the first that is sharp on a dense screen too. */
export function thumbnailAddress(imageRef: string, side: number): string {
  const wanted = 1.5 * side
  const requested = REQUESTED_SIDES.find(candidate => candidate >= wanted) ?? 384
  return `/thumbnail/${imageRef}?size=${requested}`
}

/** A small picture whose place is reserved before it comes. */
export function Thumbnail({ imageRef, alt, size }: ThumbnailProps) {
  const [failed, setFailed] = useState<string | null>(null)
  const isMissing = imageRef === null || failed === imageRef
  return (
    <Box
      sx={{
        width: size,
        height: size,
        flexShrink: 0,
        bgcolor: '#05070a',
        borderRadius: 0.5,
        overflow: 'hidden',
        display: 'grid',
        placeItems: 'center',
        color: '#8591a3',
        typography: 'label',
      }}
    >
      {isMissing ? (
        <span>-</span>
      ) : (
        <Box
          component="img"
          src={thumbnailAddress(imageRef, size)}
          alt={alt}
          width={size}
          height={size}
          decoding="async"
          draggable={false}
          onError={() => setFailed(imageRef)}
          sx={{ display: 'block', objectFit: 'contain', imageRendering: 'pixelated' }}
        />
      )}
    </Box>
  )
}
