import { AppError } from '../../../main/domain/errors.ts'
import type { FloatImage } from '../../../main/domain/image.ts'
import type { TilePlace } from '../../../main/domain/pyramid.ts'
import type { StretchName } from '../../../main/domain/stretch.ts'
import { TiledImage } from '../tiles/tiledImage.ts'
import { tileParts } from '../tiles/tileParts.ts'
import { type DeviceRect, textureOrigin } from '../tiles/tilePlan.ts'
import { createImageProgram, type ImageProgram } from './program.ts'
import { colorTexture, imageTexture } from './textures.ts'
import { TileTextures } from './tileTextures.ts'

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
  readonly rect: DeviceRect
  /** The part of the rect that is drawn. */
  readonly clip: DeviceRect
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
  /** Whether all that has come is drawn; where not, there was no time to upload it: draw again in the next frame. */
  draw(scene: Scene): boolean
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
  const tiles = new TileTextures(gl)
  const cached = <K>(cache: Map<K, WebGLTexture>, key: K, make: () => WebGLTexture) => {
    const texture = cache.get(key) ?? make()
    cache.set(key, texture)
    return texture
  }

  return {
    draw(scene) {
      if (gl.isContextLost()) return true
      tiles.beginFrame()
      const missing = new Map<TiledImage, TilePlace[]>()
      gl.disable(gl.SCISSOR_TEST)
      gl.viewport(0, 0, gl.drawingBufferWidth, gl.drawingBufferHeight)
      // Between the panels the page shows through.
      gl.clearColor(0, 0, 0, 0)
      gl.clear(gl.COLOR_BUFFER_BIT)
      // biome-ignore lint/correctness/useHookAtTopLevel: a call of WebGL, not a hook
      gl.useProgram(program.program)
      gl.enable(gl.SCISSOR_TEST)
      for (const panel of scene.panels) {
        const float = (image: FloatImage) => cached(images, image, () => imageTexture(gl, image))
        const table = cached(colors, panel.display.colors, () => colorTexture(gl, panel.display.colors))
        const { image } = panel
        if (image instanceof TiledImage) {
          const textures = {
            find: (place: TilePlace) => tiles.get(image, place),
            holds: (place: TilePlace) => tiles.holds(image, place),
          }
          const found = tileParts(image, panel, textures, float(image.preview))
          missing.set(image, [...(missing.get(image) ?? []), ...found.missing])
          fill(gl, panel.clip, scene.background)
          for (const part of found.parts) {
            const { pixelSize, ...origin } = textureOrigin(panel, part.grid)
            const drawn = { ...panel, clip: part.clip, origin, pixelSize }
            drawPanel(gl, program, drawn, scene, part.texture, table)
          }
        } else drawPanel(gl, program, panel, scene, float(image), table)
      }
      tiles.want(missing)
      return !tiles.isBehind
    },
    keepOnly(kept) {
      tiles.keepOnly(kept)
      const previews = new Set([...kept].map(image => (image instanceof TiledImage ? image.preview : image)))
      for (const [image, texture] of images) {
        if (previews.has(image)) continue
        gl.deleteTexture(texture)
        images.delete(image)
      }
    },
    dispose() {
      tiles.dispose()
      for (const texture of [...images.values(), ...colors.values()]) gl.deleteTexture(texture)
      gl.deleteProgram(program.program)
    },
  }
}

function drawPanel(
  gl: WebGL2RenderingContext,
  { uniforms }: ImageProgram,
  { image: source, rect, clip, origin, pixelSize, display }: PanelDraw,
  scene: Scene,
  image: WebGLTexture,
  table: WebGLTexture,
) {
  gl.viewport(rect.x, rect.y, rect.width, rect.height)
  gl.scissor(clip.x, clip.y, clip.width, clip.height)
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
  gl.uniform1i(uniforms.tiled, source instanceof TiledImage ? 1 : 0)
  gl.drawArrays(gl.TRIANGLES, 0, 3)
}

/** One colour over a part of the canvas: around a tiled image. */
function fill(gl: WebGL2RenderingContext, clip: DeviceRect, color: Rgb) {
  gl.scissor(clip.x, clip.y, clip.width, clip.height)
  gl.clearColor(...color, 1)
  gl.clear(gl.COLOR_BUFFER_BIT)
}
