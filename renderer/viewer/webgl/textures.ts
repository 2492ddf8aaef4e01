import { AppError } from '../../../main/domain/errors.ts'
import type { FloatImage } from '../../../main/domain/image.ts'

function nearest(gl: WebGL2RenderingContext) {
  for (const parameter of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) {
    gl.texParameteri(gl.TEXTURE_2D, parameter, gl.NEAREST)
  }
  for (const parameter of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) {
    gl.texParameteri(gl.TEXTURE_2D, parameter, gl.CLAMP_TO_EDGE)
  }
}

function newTexture(gl: WebGL2RenderingContext): WebGLTexture {
  const texture = gl.createTexture()
  gl.bindTexture(gl.TEXTURE_2D, texture)
  gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1)
  nearest(gl)
  return texture
}

/** The image's own float32 values on the graphics card. */
export function imageTexture(gl: WebGL2RenderingContext, image: FloatImage): WebGLTexture {
  const limit: number = gl.getParameter(gl.MAX_TEXTURE_SIZE)
  if (image.width > limit || image.height > limit) {
    throw new AppError(
      'unsupported',
      `The image has ${image.width} x ${image.height} pixels; this graphics card shows ${limit} a side at most. Cut it out smaller.`,
      { limit },
    )
  }
  const texture = newTexture(gl)
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.R32F, image.width, image.height, 0, gl.RED, gl.FLOAT, image.data)
  return texture
}

/** A colour table, RGB bytes from black's end to white's, as a texture one pixel high. */
export function colorTexture(gl: WebGL2RenderingContext, table: Uint8Array): WebGLTexture {
  const texture = newTexture(gl)
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGB8, table.length / 3, 1, 0, gl.RGB, gl.UNSIGNED_BYTE, table)
  return texture
}

/** The rising values of an equalisation, as a texture one pixel high. */
export function tableTexture(gl: WebGL2RenderingContext, table: Float32Array): WebGLTexture {
  const texture = newTexture(gl)
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.R32F, table.length, 1, 0, gl.RED, gl.FLOAT, table)
  return texture
}
