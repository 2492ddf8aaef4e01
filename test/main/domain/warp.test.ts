import { describe, expect, it } from 'vitest'
import { applySymmetry } from '../../../main/domain/augment.ts'
import { createRandom } from '../../../main/domain/random.ts'
import { rotateAndScale } from '../../../main/domain/warp.ts'

const random = createRandom(2)
const image = { width: 9, height: 9, data: Float32Array.from({ length: 81 }, () => random.normal()) }
const close = (data: ArrayLike<number>) => Array.from(data, value => expect.closeTo(value, 5))

describe('an image that is turned and magnified', () => {
  it('by nothing is itself, and by quarter turns one of the symmetries of the square', () => {
    expect([...rotateAndScale(image, 0, 1).data]).toEqual(close(image.data))
    const quarter = rotateAndScale(image, Math.PI / 2, 1).data
    const candidates = ([5, 6] as const).map(symmetry => [...applySymmetry(image.data, 9, symmetry)])
    expect(candidates).toContainEqual(close(quarter))
    expect([...rotateAndScale({ ...image, data: quarter }, -Math.PI / 2, 1).data]).toEqual(close(image.data))
  })

  it('turns from +x to +y, and moves light outwards where it magnifies', () => {
    const spot = { ...image, data: image.data.map((_, i) => (i === 4 * 9 + 6 ? 1 : 0)) }
    const turned = rotateAndScale(spot, Math.PI / 2, 1).data
    expect(turned.indexOf(Math.max(...turned))).toBe(6 * 9 + 4)
    const larger = rotateAndScale(spot, 0, 2).data
    expect(larger.indexOf(Math.max(...larger))).toBe(4 * 9 + 8)
  })

  it('has none but its own values where each pixel takes its nearest one', () => {
    expect([...rotateAndScale(image, 0, 1, 'nearest').data]).toEqual([...image.data])
    const values = new Set(image.data)
    const turned = rotateAndScale(image, 0.4, 0.9, 'nearest')
    expect([...turned.data].every(value => values.has(value))).toBe(true)
    const spread = (data: Float32Array) => Math.max(...data) - Math.min(...data)
    expect(spread(turned.data)).toBeGreaterThan(spread(rotateAndScale(image, 0.4, 0.9).data))
  })

  it('continues its edge where nothing is known', () => {
    const flat = { ...image, data: image.data.map(() => 3) }
    expect([...rotateAndScale(flat, 0.7, 0.8).data]).toEqual(close(flat.data))
  })
})
