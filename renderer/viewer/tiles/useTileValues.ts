import { useEffect, useState } from 'react'
import type { FloatImage } from '../../../main/domain/image.ts'
import { TiledImage } from './tiledImage.ts'

/** Renders again when values of large images have come that a reading asked for. */
export function useTileValues(images: ReadonlySet<FloatImage>): void {
  const [, setArrivals] = useState(0)
  useEffect(() => {
    const stops = [...images].flatMap(image =>
      image instanceof TiledImage ? [image.subscribeToValues(() => setArrivals(n => n + 1))] : [],
    )
    return () => {
      for (const stop of stops) stop()
    }
  }, [images])
}
