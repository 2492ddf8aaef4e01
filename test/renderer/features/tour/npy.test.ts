import { expect, test } from 'vitest'
import { readImageBytes } from '../../../../main/formats/readers.ts'
import { npyOf } from '../../../../renderer/features/tour/npy.ts'

test.each([
  [3, 2],
  [75, 75],
  [1, 1000],
])('an image of %d x %d pixels is a NumPy array that Subarc itself reads', async (width, height) => {
  const data = Float32Array.from({ length: width * height }, (_, i) => Math.sin(i) * 1e-3)
  const { image } = await readImageBytes(npyOf({ width, height, data }), 'sample.npy')
  expect(image).toEqual({ width, height, data })
})
