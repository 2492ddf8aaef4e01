import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FloatImage } from '../../../main/domain/image.ts'
import { createRandom } from '../../../main/domain/random.ts'
import { type ConcreteScaling, fitScaling, forward, inverse, resolveScaling } from '../../../main/domain/scaling.ts'

const sky = (level: number, noise: number, peak: number, seed = 1): FloatImage => {
  const random = createRandom(seed)
  const data = Float32Array.from({ length: 900 }, (_, i) => {
    const radius = Math.hypot((i % 30) - 15, Math.floor(i / 30) - 15)
    return level + noise * random.normal() + peak * Math.exp(-radius / 2)
  })
  return { width: 30, height: 30, data }
}
const constant = (value: number): FloatImage => ({ width: 2, height: 2, data: new Float32Array(4).fill(value) })
const kinds = ['none', 'linear', 'asinh', 'per-image'] as const

describe('a scaling', () => {
  it('is undone by its inverse, for any image, kind and flux factor', () => {
    const pixel = fc.float({ min: -1e6, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(
        fc.array(pixel, { minLength: 4, maxLength: 40 }),
        fc.constantFrom(...kinds),
        fc.constantFrom(1, 4, 9),
        (values, kind, fluxFactor) => {
          const image = { width: values.length, height: 1, data: Float32Array.from(values) }
          const scaling = resolveScaling(fitScaling(kind, [image]), image)
          const back = inverse(scaling, forward(scaling, image.data, fluxFactor), fluxFactor)
          const size = Math.max(...values.map(Math.abs)) * fluxFactor
          back.forEach((value, i) => {
            expect(Math.abs(value - values[i])).toBeLessThanOrEqual(3e-6 * size + 1e-30)
          })
        },
      ),
    )
  })

  it('stays finite where all pixels but one are the same to the last digit', () => {
    const image = { width: 4, height: 1, data: Float32Array.of(-1e-6, 0, 0, 1.401298464324817e-45) }
    for (const kind of kinds) {
      const values = forward(resolveScaling(fitScaling(kind, [image]), image), image.data)
      expect(values.every(Number.isFinite)).toBe(true)
    }
  })

  it('puts the sky at 0 and the bright end near 1', () => {
    const images = [1, 2, 3].map(seed => sky(100, 0.5, 50, seed))
    for (const kind of ['linear', 'asinh'] as const) {
      const scaling = fitScaling(kind, images)
      const values = forward(resolveScaling(scaling, images[0]), images[0].data)
      expect(Math.abs(values[0])).toBeLessThan(0.3)
      expect(Math.max(...values)).toBeGreaterThan(0.8)
      expect(Math.max(...values)).toBeLessThan(1.5)
    }
  })

  it('does not follow one hot pixel or NaN', () => {
    const images = [1, 2, 3, 4, 5, 6, 7, 8, 9].map(seed => sky(0, 0.5, 50, seed))
    const before = fitScaling('linear', images)
    images[0].data[3] = 1e9
    images[1].data[4] = Number.NaN
    const after = fitScaling('linear', images)
    if (before.kind !== 'linear' || after.kind !== 'linear') throw new Error('wrong kind')
    expect(Math.abs(after.scale / before.scale - 1)).toBeLessThan(0.2)
  })

  it('of each image comes from its LR alone', () => {
    const lr = { width: 4, height: 1, data: Float32Array.of(2, 4, 6, 10) }
    expect(resolveScaling({ kind: 'per-image', statistic: 'minmax' }, lr)).toEqual({
      kind: 'linear',
      offset: 2,
      scale: 8,
    })
    const percentile = resolveScaling({ kind: 'per-image', statistic: 'percentile' }, lr)
    expect(percentile).toMatchObject({ kind: 'linear', offset: expect.closeTo(2.06, 6) })
  })

  it('takes an HR of flux pixels to the level of its LR', () => {
    const scaling: ConcreteScaling = { kind: 'linear', offset: 0, scale: 8 }
    const lr = forward(scaling, Float32Array.of(8))
    const hr = forward(scaling, Float32Array.of(2, 2, 2, 2), 4)
    expect([...hr]).toEqual([lr[0], lr[0], lr[0], lr[0]])
  })

  it('does not divide by zero for a constant image', () => {
    for (const kind of kinds) {
      for (const value of [0, 7, -3]) {
        const image = constant(value)
        const scaling = resolveScaling(fitScaling(kind, [image]), image)
        const values = forward(scaling, image.data)
        expect(values.every(Number.isFinite)).toBe(true)
        expect([...inverse(scaling, values)]).toEqual([...image.data])
      }
    }
  })

  it('refuses images without a finite pixel and numbers that cannot be inverted', () => {
    expect(() => fitScaling('linear', [constant(Number.NaN)])).toThrow(/No pixel/)
    expect(() => resolveScaling({ kind: 'per-image', statistic: 'minmax' }, constant(Number.NaN))).toThrow(/No pixel/)
    for (const scaling of [
      { kind: 'linear', offset: 0, scale: 0 },
      { kind: 'linear', offset: Number.NaN, scale: 1 },
      { kind: 'asinh', offset: 0, scale: 1, softening: 0 },
    ] as const) {
      expect(() => forward(scaling, Float32Array.of(1))).toThrow(/cannot be inverted/)
      expect(() => inverse(scaling, Float32Array.of(1))).toThrow(/cannot be inverted/)
    }
    expect(() => forward({ kind: 'none' }, Float32Array.of(1), 0)).toThrow(/cannot be inverted/)
  })
})
