import { AppError } from '../../../main/domain/errors.ts'
import type { FloatImage } from '../../../main/domain/image.ts'
import type { StretchName } from '../../../main/domain/stretch.ts'
import { createImageProgram, type ImageProgram } from './program.ts'
import { colorTexture, imageTexture } from './textures.ts'

export type Rgb = readonly [number, number, number]

/** How one image's values become colours. Only uniforms: changing it uploads nothing. */
export interface Display {
  readonly low: number
  readonly high: number
  readonly stretch: StretchName
  /** RGB bytes, one colour after the other. The table itself is the key: pass the same array for the same map. */
  readonly colors: Uint8Array
  readonly invert: boolean
  readonly contrast: number
  readonly bias: number
}

/** One panel: where on the canvas, and which part of which image. Device pixels, origin at the canvas's lower left. */
export interface PanelDraw {
  readonly image: FloatImage
  readonly display: Display
  readonly rect: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
  /** The image's lower left corner, from the rect's lower left corner. */
  readonly origin: { readonly x: number; readonly y: number }
  /** Device pixels an image pixel. */
  readonly pixelSize: number
}

export interface Scene {
  readonly panels: readonly PanelDraw[]
  readonly background: Rgb
  readonly nan: Rgb
}

export interface FloatRenderer {
  draw(scene: Scene): void
  /** Frees the textures of images that are not among these. */
  keepOnly(images: ReadonlySet<FloatImage>): void
  dispose(): void
}

const STRETCH_CODE: Record<StretchName, number> = { linear: 0, log: 1, sqrt: 2, asinh: 3 }

/** Draws float images on a canvas. Throws `device-unavailable` where the browser has no WebGL2. */
export function createFloatRenderer(canvas: HTMLCanvasElement): FloatRenderer {
  const gl = canvas.getContext('webgl2', { alpha: true, antialias: false, depth: false, stencil: false })
  if (!gl) {
    throw new AppError(
      'device-unavailable',
      'Images cannot be shown: WebGL2 is missing. Turn on hardware acceleration in the settings, or update the graphics driver.',
    )
  }
  const program = createImageProgram(gl)
  const images = new Map<FloatImage, WebGLTexture>()
  const colors = new Map<Uint8Array, WebGLTexture>()
  const cached = <K>(cache: Map<K, WebGLTexture>, key: K, make: () => WebGLTexture) => {
    const texture = cache.get(key) ?? make()
    cache.set(key, texture)
    return texture
  }

  return {
    draw(scene) {
      if (gl.isContextLost()) return
      gl.disable(gl.SCISSOR_TEST)
      gl.viewport(0, 0, gl.drawingBufferWidth, gl.drawingBufferHeight)
      // Between the panels the page shows through.
      gl.clearColor(0, 0, 0, 0)
      gl.clear(gl.COLOR_BUFFER_BIT)
      // biome-ignore lint/correctness/useHookAtTopLevel: a call of WebGL, not a hook
      gl.useProgram(program.program)
      gl.enable(gl.SCISSOR_TEST)
      for (const panel of scene.panels) {
        const image = cached(images, panel.image, () => imageTexture(gl, panel.image))
        const table = cached(colors, panel.display.colors, () => colorTexture(gl, panel.display.colors))
        drawPanel(gl, program, panel, scene, image, table)
      }
    },
    keepOnly(kept) {
      for (const [image, texture] of images) {
        if (kept.has(image)) continue
        gl.deleteTexture(texture)
        images.delete(image)
      }
    },
    dispose() {
      for (const texture of [...images.values(), ...colors.values()]) gl.deleteTexture(texture)
      gl.deleteProgram(program.program)
    },
  }
}

function drawPanel(
  gl: WebGL2RenderingContext,
  { uniforms }: ImageProgram,
  { rect, origin, pixelSize, display }: PanelDraw,
  scene: Scene,
  image: WebGLTexture,
  table: WebGLTexture,
) {
  gl.viewport(rect.x, rect.y, rect.width, rect.height)
  gl.scissor(rect.x, rect.y, rect.width, rect.height)
  gl.activeTexture(gl.TEXTURE0)
  gl.bindTexture(gl.TEXTURE_2D, image)
  gl.activeTexture(gl.TEXTURE1)
  gl.bindTexture(gl.TEXTURE_2D, table)
  gl.activeTexture(gl.TEXTURE0)
  gl.uniform1i(uniforms.image, 0)
  gl.uniform1i(uniforms.colors, 1)
  gl.uniform2f(uniforms.origin, rect.x + origin.x, rect.y + origin.y)
  gl.uniform1f(uniforms.pixelSize, pixelSize)
  gl.uniform2f(uniforms.limits, display.low, display.high)
  gl.uniform1i(uniforms.stretch, STRETCH_CODE[display.stretch])
  gl.uniform1i(uniforms.invert, display.invert ? 1 : 0)
  gl.uniform2f(uniforms.levels, display.contrast, display.bias)
  gl.uniform3f(uniforms.nanColor, ...scene.nan)
  gl.uniform3f(uniforms.background, ...scene.background)
  gl.drawArrays(gl.TRIANGLES, 0, 3)
}
