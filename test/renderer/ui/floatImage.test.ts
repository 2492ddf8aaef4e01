import { expect, it } from 'vitest'
import { decodeInlineImage } from '../../../renderer/ui/floatImage.ts'

it('reads little-endian floats, blank pixels included', () => {
  const bytes = new Uint8Array(16)
  const view = new DataView(bytes.buffer)
  const values = [1.5, -0.25, Number.NaN, 3e8]
  values.forEach((value, index) => {
    view.setFloat32(4 * index, value, true)
  })
  const image = decodeInlineImage({ width: 2, height: 2, base64: Buffer.from(bytes).toString('base64') })
  expect(image).toEqual({ width: 2, height: 2, data: Float32Array.from(values) })
})

it('refuses an image whose bytes do not fit its size', () => {
  expect(() => decodeInlineImage({ width: 3, height: 2, base64: btoa('1234') })).toThrow(
    '3 x 2 pixels came with 4 bytes',
  )
})
