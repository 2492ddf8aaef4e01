import { describe, expect, it } from 'vitest'
import { imagesFromArray, toFloat32 } from '../../../main/formats/imageArray.ts'
import { appErrorOf } from './expectAppError.ts'

const counting = (shape: number[]) => ({
  shape,
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i),
})

describe('the images in an array', () => {
  it.each([[[2, 3]], [[1, 2, 3]], [[1, 1, 2, 3]]])('%j is one image, row 0 of the array at the bottom', shape => {
    expect(imagesFromArray(counting(shape))).toEqual([
      { width: 3, height: 2, data: Float32Array.from([0, 1, 2, 3, 4, 5]) },
    ])
  })

  it.each([[[2, 1, 3]], [[2, 1, 1, 3]]])('%j is a stack of two', shape => {
    expect(imagesFromArray(counting(shape))).toEqual([
      { width: 3, height: 1, data: Float32Array.from([0, 1, 2]) },
      { width: 3, height: 1, data: Float32Array.from([3, 4, 5]) },
    ])
  })

  it('does not share memory with the array, so that a change to one is none to the other', () => {
    const array = counting([2, 2])
    const [image] = imagesFromArray(array)
    array.data[0] = 99
    expect(image.data[0]).toBe(0)
  })

  it.each([
    [[6], /\(6\) has no two axes/],
    [[], /has no two axes/],
    [[2, 3, 4, 5], /\(2, 3, 4, 5\) has too many axes/],
    [[0, 5], /\(0, 5\) holds no pixels/],
    [[64, 64, 3], /channels last.*moveaxis/],
  ])('%j is refused with the shapes that work', async (shape, message) => {
    const error = await appErrorOf(() => imagesFromArray(counting(shape)))
    expect(error.code).toBe('bad-input')
    expect(error.message).toMatch(message)
    expect(error.message).toContain('Shapes that work: H x W')
  })
})

describe('pixels that single precision cannot hold', () => {
  it.each([[[1e39]], [[1e-40, 0]]])('%j are refused, not turned into infinity or zero', async values => {
    const error = await appErrorOf(() => toFloat32(Float64Array.from(values)))
    expect(error.message).toMatch(/single precision cannot hold/)
  })

  it('NaN and infinity of the file itself are kept', () => {
    const values = [Number.NaN, Number.POSITIVE_INFINITY, 1, 0]
    expect([...toFloat32(Float64Array.from(values))]).toEqual(values)
  })
})
