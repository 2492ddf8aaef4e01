import type { InlineImage } from '../../main/contract/common.ts'
import { HEIGHT_HEADER, WIDTH_HEADER } from '../../main/contract/images.ts'
import { AppError } from '../../main/domain/errors.ts'
import type { FloatImage } from '../../main/domain/image.ts'
import { t } from '../text/t.ts'
import { responseError } from './responseError.ts'

const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1

/** float32 values of little-endian bytes, on any machine; nearly everywhere that is the bytes as they are. */
function littleEndianFloats(bytes: ArrayBuffer): Float32Array {
  if (isLittleEndian) return new Float32Array(bytes)
  const view = new DataView(bytes)
  return Float32Array.from({ length: bytes.byteLength / 4 }, (_, index) => view.getFloat32(index * 4, true))
}

function imageOf(width: number, height: number, bytes: ArrayBuffer): FloatImage {
  if (bytes.byteLength !== width * height * 4) {
    throw new AppError('internal', t.ui.anImageOfXPixelsCameWithBytes(width, height, bytes.byteLength))
  }
  return { width, height, data: littleEndianFloats(bytes) }
}

/** The image inside a typed answer. */
export function decodeInlineImage({ width, height, base64 }: InlineImage): FloatImage {
  const text = atob(base64)
  return imageOf(width, height, Uint8Array.from(text, character => character.charCodeAt(0)).buffer)
}

/** The float image at a reference of main/contract/images.ts. */
export async function fetchPixels(imageRef: string, signal?: AbortSignal): Promise<FloatImage> {
  const response = await fetch(`/pixels/${imageRef}`, signal === undefined ? {} : { signal })
  if (!response.ok) throw await responseError(response)
  const width = Number(response.headers.get(WIDTH_HEADER))
  const height = Number(response.headers.get(HEIGHT_HEADER))
  return imageOf(width, height, await response.arrayBuffer())
}
