import type { FloatImage } from '../../../main/domain/image.ts'

/** A header's end is aligned to so many bytes (NumPy's format, version 1.0). */
const ALIGNMENT = 64
const MAGIC = [0x93, ...[...'NUMPY'].map(letter => letter.charCodeAt(0)), 1, 0]

/** An image as a NumPy array, float32, [height, width], in its own order of rows. */
export function npyOf({ width, height, data }: FloatImage): Uint8Array<ArrayBuffer> {
  const described = `{'descr': '<f4', 'fortran_order': False, 'shape': (${height}, ${width}), }`
  const before = MAGIC.length + 2
  const length = Math.ceil((before + described.length + 1) / ALIGNMENT) * ALIGNMENT - before
  const bytes = new Uint8Array(before + length + 4 * data.length)
  const view = new DataView(bytes.buffer)
  bytes.set(MAGIC)
  view.setUint16(MAGIC.length, length, true)
  bytes.set(new TextEncoder().encode(`${described.padEnd(length - 1)}\n`), before)
  for (const [index, value] of data.entries()) view.setFloat32(before + length + 4 * index, value, true)
  return bytes
}
