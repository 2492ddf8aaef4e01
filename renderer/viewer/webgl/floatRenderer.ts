import { AppError } from '../../../main/domain/errors.ts'
import type { FloatImage } from '../../../main/domain/image.ts'
import type { LuptonSettings } from '../../../main/domain/lupton.ts'
import type { TilePlace } from '../../../main/domain/pyramid.ts'
import type { StretchName } from '../../../main/domain/stretch.ts'
import { TiledImage } from '../tiles/tiledImage.ts'
import { tileParts } from '../tiles/tileParts.ts'
import { textureOrigin } from '../tiles/tilePlan.ts'
import { bindTextures, setUniforms, type TextureName } from './drawUniforms.ts'
import { createImageProgram, type ImageProgram } from './program.ts'
import { colorTexture, imageTexture, tableTexture } from './textures.ts'
import { TileTextures } from './tileTextures.ts'

export type Rgb = readonly [number, number, number]

/** How one image's values become colours. Only uniforms: changing it uploads nothing. */
export interface Display {
  readonly low: number
  readonly high: number
  readonly stretch: StretchName
  /** Of the stretch `histeq`: rising values at even ranks, in the image's unit. Like `colors` it is its own key. */
  readonly equalization: Float32Array | null
  /** RGB bytes, one colour after the other. The table itself is the key: pass the same array for the same map. */
  readonly colors: Uint8Array
  readonly invert: boolean
  readonly contrast: number
  readonly bias: number
  /** Of an image with bands: how they become colours; limits, stretch and colour table are then not used. */
  readonly composite: LuptonSettings | null
}

/** A part of the canvas. Device pixels, origin at the canvas's lower left. */
export interface CanvasRect {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** One panel: where on the canvas, and which part of which image. Device pixels, origin at the canvas's lower left. */
export interface PanelDraw {
  readonly image: FloatImage
  /** Green and blue of a composite, whose red is the image. */
  readonly bands: readonly [FloatImage, FloatImage] | null
  /** Hatched where it is 0. */
  readonly mask: FloatImage | null
  readonly display: Display
  readonly smooth: boolean
  readonly rect: CanvasRect
  /** The part of the rect that is drawn. */
  readonly clip: CanvasRect
  /** Nothing is drawn outside of it. */
  readonly circle: { readonly x: number; readonly y: number; readonly radius: number } | null
  /** The image's lower left corner, from the rect's lower left corner. */
  readonly origin: { readonly x: number; readonly y: number }
  /** Device pixels an image pixel. */
  readonly pixelSize: number
  /**
   * Of an image that does not lie along the screen: the place in the image (edges of pixels at integers) that is shown at
   * `origin`, and the image pixels that a step of `pixelSize` goes: x' = a x + b y, y' = c x + d y.
   */
  readonly turned: { [key in 'x' | 'y' | 'a' | 'b' | 'c' | 'd']: number } | null
}

export interface Scene {
  readonly panels: readonly PanelDraw[]
  readonly background: Rgb
  readonly nan: Rgb
  /** Of values beyond the limits; null: the colour table's ends. */
  readonly under: Rgb | null
  readonly over: Rgb | null
  readonly mask: Rgb
}

export interface FloatRenderer {
  /** Whether all that has come is drawn; where not, there was no time to upload it: draw again in the next frame. */
  draw(scene: Scene): boolean
  /** Frees the textures of images that are not among these. */
  keepOnly(images: ReadonlySet<FloatImage>): void
  dispose(): void
}

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
  const tables = new Map<Float32Array, WebGLTexture>()
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
        const float = (image: FloatImage | null | undefined) =>
          image ? cached(images, image, () => imageTexture(gl, image)) : null
        const { colors: table, equalization } = panel.display
        const textures = {
          image: null,
          green: float(panel.bands?.[0]),
          blue: float(panel.bands?.[1]),
          mask: float(panel.mask),
          colors: cached(colors, table, () => colorTexture(gl, table)),
          equalization: equalization && cached(tables, equalization, () => tableTexture(gl, equalization)),
        }
        const { image } = panel
        if (!(image instanceof TiledImage)) {
          drawPanel(gl, program, panel, scene, { ...textures, image: float(image) })
          continue
        }
        const preview = cached(images, image.preview, () => imageTexture(gl, image.preview))
        if (panel.turned) {
          drawPanel(gl, program, turnedPreview(panel, image), scene, { ...textures, image: preview })
          continue
        }
        const found = tileParts(image, panel, tiles.finder(image), preview)
        missing.set(image, [...(missing.get(image) ?? []), ...found.missing])
        if (!panel.circle) fill(gl, panel.clip, scene.background)
        for (const part of found.parts) {
          const { pixelSize, ...origin } = textureOrigin(panel, part.grid)
          const drawn = { ...unsmoothed(panel), clip: part.clip, origin, pixelSize }
          drawPanel(gl, program, drawn, scene, { ...textures, image: part.texture })
        }
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
      for (const texture of [...images.values(), ...colors.values(), ...tables.values()]) gl.deleteTexture(texture)
      gl.deleteProgram(program.program)
    },
  }
}

function drawPanel(
  gl: WebGL2RenderingContext,
  program: ImageProgram,
  panel: PanelDraw,
  scene: Scene,
  textures: Readonly<Record<TextureName, WebGLTexture | null>>,
) {
  const { rect, clip } = panel
  gl.viewport(rect.x, rect.y, rect.width, rect.height)
  gl.scissor(clip.x, clip.y, clip.width, clip.height)
  bindTextures(gl, program, textures)
  setUniforms(gl, program, panel, scene)
  gl.drawArrays(gl.TRIANGLES, 0, 3)
}

/** Tiles know no neighbours beyond their edges, so they are shown as they are; masks and bands come whole or not at all. */
const unsmoothed = (panel: PanelDraw): PanelDraw => ({ ...panel, smooth: false, mask: null, bands: null })

/** A large image that does not lie along the screen is shown by its preview, whose pixels are `previewStep` of its own. */
function turnedPreview(panel: PanelDraw, { preview, previewStep }: TiledImage): PanelDraw {
  const scaled = Object.entries(panel.turned ?? {}).map(([key, value]) => [key, value / previewStep])
  return { ...unsmoothed(panel), image: preview, turned: Object.fromEntries(scaled) }
}

/** One colour over a part of the canvas: around a tiled image. */
function fill(gl: WebGL2RenderingContext, clip: CanvasRect, color: Rgb) {
  gl.scissor(clip.x, clip.y, clip.width, clip.height)
  gl.clearColor(...color, 1)
  gl.clear(gl.COLOR_BUFFER_BIT)
}
