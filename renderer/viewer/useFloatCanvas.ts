import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { type AppError, toAppError } from '../../main/domain/errors.ts'
import type { FloatImage } from '../../main/domain/image.ts'
import { TiledImage } from './tiles/tiledImage.ts'
import { createFloatRenderer, type FloatRenderer, type Scene } from './webgl/floatRenderer.ts'

/**
 * Draws the scene on the canvas at the next frame. A lost graphics context is waited for and then rebuilt; what cannot be
 * drawn at all is returned as an error to show in the image's place.
 */
export function useFloatCanvas(
  canvas: RefObject<HTMLCanvasElement | null>,
  scene: Scene,
  size: { readonly width: number; readonly height: number },
  images: ReadonlySet<FloatImage>,
): AppError | null {
  const renderer = useRef<FloatRenderer | null>(null)
  const [error, setError] = useState<AppError | null>(null)
  const [generation, setGeneration] = useState(0)

  // Before the frame that draws: an ordinary effect may come after it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new generation stands for a restored context
  useLayoutEffect(() => {
    const element = canvas.current
    if (!element) return
    const lost = (event: Event) => {
      event.preventDefault()
      renderer.current = null
    }
    const restored = () => setGeneration(n => n + 1)
    element.addEventListener('webglcontextlost', lost)
    element.addEventListener('webglcontextrestored', restored)
    try {
      renderer.current = createFloatRenderer(element)
      setError(null)
    } catch (reason) {
      setError(toAppError(reason))
    }
    return () => {
      element.removeEventListener('webglcontextlost', lost)
      element.removeEventListener('webglcontextrestored', restored)
      renderer.current?.dispose()
      renderer.current = null
    }
  }, [canvas, generation])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new generation draws everything again
  useEffect(() => renderer.current?.keepOnly(images), [images, generation])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new generation draws everything again
  useLayoutEffect(() => {
    let frame = 0
    const draw = () => {
      frame = 0
      const element = canvas.current
      if (!element || size.width === 0) return
      if (element.width !== size.width) element.width = size.width
      if (element.height !== size.height) element.height = size.height
      try {
        if (renderer.current?.draw(scene) === false) schedule()
      } catch (reason) {
        setError(toAppError(reason))
      }
    }
    const schedule = () => {
      frame ||= requestAnimationFrame(draw)
    }
    schedule()
    const tiled = [...images].filter(image => image instanceof TiledImage)
    const stops = tiled.map(image => image.subscribe(schedule))
    return () => {
      cancelAnimationFrame(frame)
      for (const stop of stops) stop()
    }
  }, [canvas, scene, size, images, generation])

  return error
}
