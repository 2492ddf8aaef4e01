import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { measureShape } from '../../../../main/domain/photometry/measureShape.ts'
import { shapeBounds, shapeReach, toImagePixels, toReferencePixels } from '../../../../main/domain/regions/geometry.ts'
import { excludedPixels, shapeMask } from '../../../../main/domain/regions/mask.ts'
import type { AreaShape } from '../../../../main/domain/regions/overlap.ts'
import { type Shape, shapeFromNumbers, shapeNumbers, shapeProblem } from '../../../../main/domain/regions/region.ts'
import { pixels } from '../../../support/core.ts'

const SIZE = { width: 60, height: 60 }
const inside = fc.double({ min: 15, max: 44, noNaN: true })
const length = fc.double({ min: 0.05, max: 14, noNaN: true })
const angle = fc.double({ min: -360, max: 360, noNaN: true })

const shapes: fc.Arbitrary<{ shape: AreaShape; area: number }> = fc.oneof(
  fc.tuple(inside, inside, length).map(([x, y, radius]) => ({
    shape: { kind: 'circle' as const, x, y, radius },
    area: Math.PI * radius ** 2,
  })),
  fc.tuple(inside, inside, length, length, angle).map(([x, y, a, b, turn]) => ({
    shape: { kind: 'ellipse' as const, x, y, a, b, angle: turn },
    area: Math.PI * a * b,
  })),
  fc.tuple(inside, inside, length, length, angle).map(([x, y, w, h, turn]) => ({
    shape: { kind: 'box' as const, x, y, width: w, height: h, angle: turn },
    area: w * h,
  })),
  fc.tuple(inside, inside, length, length).map(([x, y, p, q]) => {
    const [inner, outer] = [Math.min(p, q), Math.max(p, q) + 0.01]
    return { shape: { kind: 'annulus' as const, x, y, inner, outer }, area: Math.PI * (outer ** 2 - inner ** 2) }
  }),
)

test("the shares of an image's pixels add up to a shape's area, wherever it lies between them", () => {
  fc.assert(
    fc.property(shapes, ({ shape, area }) => {
      const { weights } = shapeMask(shape, SIZE)
      expect(weights.every(weight => weight >= 0 && weight <= 1)).toBe(true)
      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(area, 8)
    }),
  )
})

test('a box and the polygon of its corners, convex or turned, take the same shares', () => {
  const corners = [3.125, 3.25, 9.5, 3.25, 9.5, 7.25, 3.125, 7.25]
  const box = shapeFromNumbers('box', [6.3125, 5.25, 6.375, 4, 0]) as AreaShape
  const polygon = shapeFromNumbers('polygon', corners) as AreaShape
  const reversed = shapeFromNumbers(
    'polygon',
    corners.toReversed().flatMap((_, i, all) => (i % 2 ? [] : [all[i + 1], all[i]])),
  )
  expect(shapeMask(polygon, SIZE)).toEqual(shapeMask(box, SIZE))
  expect(shapeMask(reversed as AreaShape, SIZE)).toEqual(shapeMask(box, SIZE))
})

test('a shape goes to the pixels of a coarser image and back by the half-pixel rule', () => {
  expect(toImagePixels({ kind: 'circle', x: 0.5, y: 2.5, radius: 3 }, 2)).toEqual({
    kind: 'circle',
    x: 0,
    y: 1,
    radius: 1.5,
  })
  fc.assert(
    fc.property(shapes, fc.constantFrom(2, 3, 4, 0.5), ({ shape }, scale) => {
      const back = shapeNumbers(toReferencePixels(toImagePixels(shape, scale), scale))
      shapeNumbers(shape).forEach((value, i) => {
        expect(back[i]).toBeCloseTo(value, 10)
      })
    }),
  )
})

test('a flux is the same in HR and in its 2 x 2 sums, for any region: the pixel grids share their corner', () => {
  // Light in blocks of 2 x 2 equal pixels, so that no detail is lost in the sums.
  const light = (x: number, y: number) => 1 + ((x * 7 + y * 13) % 11)
  const lr = { width: 30, height: 30, data: pixels(30, 30, (x, y) => 4 * light(x, y)) }
  const hr = { width: 60, height: 60, data: pixels(60, 60, (x, y) => light(Math.floor(x / 2), Math.floor(y / 2))) }
  fc.assert(
    fc.property(shapes, ({ shape }) => {
      const onLr = measureShape({ image: lr }, toImagePixels(shape, 2) as AreaShape, null)
      const onHr = measureShape({ image: hr }, shape, null)
      expect(onLr.sum).toBeCloseTo(onHr.sum, 6)
      expect(onLr.area * 4).toBeCloseTo(onHr.area, 8)
    }),
  )
})

test('the reach of a shape holds its bounds', () => {
  fc.assert(
    fc.property(shapes, ({ shape }) => {
      const { left, right, bottom, top } = shapeBounds(shape)
      const reach = shapeReach(shape) * (1 + 1e-9)
      expect(Math.max(right - left, top - bottom)).toBeLessThanOrEqual(2 * reach)
    }),
  )
})

describe('what does not count', () => {
  const image = { width: 8, height: 8, data: pixels(8, 8, (x, y) => (x === 3 && y === 3 ? Number.NaN : 2)) }

  test('pixels without a value are left out and counted', () => {
    const whole = measureShape({ image }, shapeFromNumbers('box', [3.5, 3.5, 8, 8, 0]) as AreaShape, null)
    expect(whole).toMatchObject({ sum: 126, area: 63, mean: 2, pixels: 63, rejected: 1, errorSource: null })
  })

  test('an excluded region takes its pixels out of all others', () => {
    const hole: Shape = { kind: 'box', x: 1.5, y: 1.5, width: 2, height: 2, angle: 0 }
    const masked = excludedPixels([{ exclude: true, shape: hole }], image)
    const whole = measureShape({ image, masked }, shapeFromNumbers('box', [3.5, 3.5, 8, 8, 0]) as AreaShape, null)
    expect(whole).toMatchObject({ sum: 118, area: 59, rejected: 5 })
    expect(excludedPixels([{ exclude: false, shape: hole }], image)).toBeNull()
  })

  test('a region beside the image measures nothing, and says so', () => {
    const beside = measureShape({ image }, { kind: 'circle', x: -20, y: 4, radius: 3 }, { gap: 1, width: 2 })
    expect(beside).toMatchObject({ sum: Number.NaN, area: 0, mean: Number.NaN, min: Number.NaN, pixels: 0, sky: null })
  })

  test('a region of more pixels than can be measured at once is refused before memory is taken', () => {
    const huge = { width: 20_000, height: 20_000 }
    expect(() => shapeMask({ kind: 'circle', x: 9000, y: 9000, radius: 5000 }, huge)).toThrow(/at most 4 million/)
  })
})

test('the sky of a ring around the region is taken from its sum, and gives its error', () => {
  const image = {
    width: 40,
    height: 40,
    data: pixels(40, 40, (x, y) => (((x * 31 + y * 17) % 7) - 3) / 3 + 100 + (x === 20 && y === 20 ? 50 : 0)),
  }
  const measured = measureShape({ image }, { kind: 'circle', x: 20, y: 20, radius: 3 }, { gap: 2, width: 6 })
  expect(measured.sky?.level).toBeCloseTo(100, 5)
  expect(measured.sum).toBeGreaterThan(40)
  expect(measured.sum).toBeLessThan(60)
  expect(measured.errorSource).toBe('sky scatter')
  const { sigma = 0, pixels: count = 1 } = measured.sky ?? {}
  expect(measured.sumError).toBeCloseTo(sigma * Math.sqrt(9 * Math.PI + (9 * Math.PI) ** 2 / count), 8)
})

test('a shape that is none is refused with what is wrong', () => {
  expect(shapeProblem({ kind: 'circle', x: 1, y: 1, radius: 0 })).toMatch(/radius above 0/)
  expect(shapeProblem({ kind: 'annulus', x: 1, y: 1, inner: 5, outer: 5 })).toMatch(/above its inner/)
  expect(shapeProblem({ kind: 'point', x: Number.NaN, y: 1 })).toMatch(/finite/)
  expect(() => shapeFromNumbers('polygon', [0, 0, 4, 4, 4, 0, 0, 4])).toThrow(/cross itself/)
  expect(() => shapeFromNumbers('box', [1, 2, 3])).toThrow('A box has 5 numbers, not 3.')
})
