import type { StretchName } from '../../../main/domain/stretch.ts'
import { TiledImage } from '../tiles/tiledImage.ts'
import type { PanelDraw, Rgb, Scene } from './floatRenderer.ts'
import type { ImageProgram } from './program.ts'

/** The shader's numbers for the stretches. */
const STRETCH_CODE: Record<StretchName, number> = {
  linear: 0,
  log: 1,
  power: 2,
  sqrt: 3,
  squared: 4,
  asinh: 5,
  sinh: 6,
  histeq: 7,
}

const TEXTURES = ['image', 'green', 'blue', 'mask', 'colors', 'equalization'] as const
export type TextureName = (typeof TEXTURES)[number]

/** Each texture on a unit of its own; those that a panel does not need stay empty. */
export function bindTextures(
  gl: WebGL2RenderingContext,
  { uniforms }: ImageProgram,
  textures: Readonly<Record<TextureName, WebGLTexture | null>>,
) {
  for (const [unit, name] of TEXTURES.entries()) {
    gl.activeTexture(gl.TEXTURE0 + unit)
    gl.bindTexture(gl.TEXTURE_2D, textures[name])
    gl.uniform1i(uniforms[name], unit)
  }
  gl.activeTexture(gl.TEXTURE0)
}

/** The colour and 1, or nothing. */
const orNone = (color: Rgb | null): readonly [number, number, number, number] => (color ? [...color, 1] : [0, 0, 0, 0])

/** All that a panel's look and place depend on but its textures. */
export function setUniforms(gl: WebGL2RenderingContext, { uniforms }: ImageProgram, panel: PanelDraw, scene: Scene) {
  const { rect, origin, pixelSize, turned, circle, display } = panel
  gl.uniform2f(uniforms.origin, rect.x + origin.x, rect.y + origin.y)
  gl.uniform1f(uniforms.pixelSize, pixelSize)
  // Column by column, as WebGL has its matrices.
  gl.uniformMatrix2fv(uniforms.turn, false, turned ? [turned.a, turned.c, turned.b, turned.d] : [1, 0, 0, 1])
  gl.uniform2f(uniforms.anchor, turned?.x ?? 0, turned?.y ?? 0)
  gl.uniform3f(uniforms.circle, circle?.x ?? 0, circle?.y ?? 0, circle?.radius ?? 0)
  gl.uniform1i(uniforms.smoothed, panel.smooth ? 1 : 0)
  gl.uniform1i(uniforms.tiled, panel.image instanceof TiledImage ? 1 : 0)
  gl.uniform1i(uniforms.masked, panel.mask ? 1 : 0)
  const { composite, equalization } = display
  gl.uniform1i(uniforms.composite, composite && panel.bands ? 1 : 0)
  gl.uniform3f(uniforms.minimum, ...(composite?.minimum ?? [0, 0, 0]))
  gl.uniform2f(uniforms.lupton, composite?.stretch ?? 1, composite?.q ?? 1)
  gl.uniform2f(uniforms.limits, display.low, display.high)
  // An image without any value has no histogram to equalise, and nothing to show.
  const stretch = display.stretch === 'histeq' && !equalization ? 'linear' : display.stretch
  gl.uniform1i(uniforms.stretch, STRETCH_CODE[stretch])
  gl.uniform1i(uniforms.invert, display.invert ? 1 : 0)
  gl.uniform2f(uniforms.levels, display.contrast, display.bias)
  gl.uniform3f(uniforms.nanColor, ...scene.nan)
  gl.uniform4f(uniforms.underColor, ...orNone(scene.under))
  gl.uniform4f(uniforms.overColor, ...orNone(scene.over))
  gl.uniform3f(uniforms.maskColor, ...scene.mask)
  gl.uniform3f(uniforms.background, ...scene.background)
  gl.uniform1i(uniforms.tiled, panel.image instanceof TiledImage ? 1 : 0)
}
