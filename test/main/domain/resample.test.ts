import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FloatImage } from '../../../main/domain/image.ts'
import { binMean, binSum, crop, type Interpolation, shiftImage, upsample } from '../../../main/domain/resample.ts'

const imageOf = (width: number, height: number, f: (x: number, y: number) => number): FloatImage => ({
  width,
  height,
  data: Float32Array.from({ length: width * height }, (_, i) => f(i % width, Math.floor(i / width))),
})
const at = (image: FloatImage, x: number, y: number): number => image.data[y * image.width + x]
const methods: Interpolation[] = ['nearest', 'bilinear', 'bicubic', 'lanczos3']
const anyImage = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
  .chain(([width, height]) =>
    fc
      .array(fc.float({ min: -100, max: 100, noNaN: true }), { minLength: width * height, maxLength: width * height })
      .map(values => ({ width, height, data: Float32Array.from(values) })),
  )

describe('upsampling', () => {
  it.each(methods)('keeps a constant image constant by %s', method => {
    const out = upsample(
      imageOf(5, 3, () => 2.5),
      3,
      method,
    )
    expect([out.width, out.height]).toEqual([15, 9])
    for (const value of out.data) expect(value).toBeCloseTo(2.5, 6)
  })

  it('puts output pixel centres at (i + 0.5) / factor - 0.5', () => {
    const ramp = imageOf(12, 12, (x, y) => x + 10 * y)
    for (const method of ['bilinear', 'bicubic'] as const) {
      for (const factor of [2, 3]) {
        const out = upsample(ramp, factor, method)
        for (const [x, y] of [
          [4 * factor, 5 * factor + 1],
          [6 * factor + 1, 7 * factor],
        ]) {
          expect(at(out, x, y)).toBeCloseTo((x + 0.5) / factor - 0.5 + 10 * ((y + 0.5) / factor - 0.5), 4)
        }
      }
    }
  })

  it('reproduces a parabola exactly by bicubic (Keys, a = -0.5)', () => {
    const out = upsample(
      imageOf(10, 1, x => x * x),
      2,
      'bicubic',
    )
    for (let x = 5; x < 15; x++) expect(at(out, x, 0)).toBeCloseTo(((x + 0.5) / 2 - 0.5) ** 2, 4)
  })

  it('agrees with Pillow in the interior', () => {
    const image = imageOf(8, 8, (x, y) => (8 * y + x) ** 1.5 % 7)
    const row = (out: FloatImage, y: number, from: number, to: number): number[] =>
      [...out.data.subarray(y * out.width + from, y * out.width + to)].map(v => Number(v.toFixed(4)))
    expect({
      bilinear: row(upsample(image, 2, 'bilinear'), 8, 5, 11),
      bicubic: row(upsample(image, 2, 'bicubic'), 8, 5, 11),
      lanczos3: row(upsample(image, 3, 'lanczos3'), 12, 10, 14),
    }).toEqual({
      bilinear: [3.28, 3.1741, 3.5385, 4.3732, 3.9277, 2.202],
      bicubic: [2.9999, 3.1337, 3.7774, 4.931, 4.3044, 1.8975],
      lanczos3: [2.6114, 3.3366, 4.181, 4.3129],
    })
  })

  it('is undone by taking the mean of each block, for nearest', () => {
    fc.assert(
      fc.property(anyImage, fc.integer({ min: 1, max: 4 }), (image, factor) => {
        const back = binMean(upsample(image, factor, 'nearest'), factor)
        back.data.forEach((value, i) => {
          expect(value).toBeCloseTo(image.data[i], 4)
        })
      }),
    )
  })

  it('commutes with mirroring', () => {
    const mirror = (image: FloatImage): FloatImage =>
      imageOf(image.width, image.height, (x, y) => at(image, image.width - 1 - x, y))
    fc.assert(
      fc.property(anyImage, fc.constantFrom(...methods), fc.integer({ min: 1, max: 3 }), (image, method, factor) => {
        const one = upsample(mirror(image), factor, method)
        const other = mirror(upsample(image, factor, method))
        one.data.forEach((value, i) => {
          expect(value).toBeCloseTo(other.data[i], 3)
        })
      }),
    )
  })

  it.each([0, 1.5, -2, Number.NaN, 1e9])('refuses the factor %f', factor => {
    expect(() =>
      upsample(
        imageOf(2, 2, () => 1),
        factor,
        'bicubic',
      ),
    ).toThrow(/factor/)
  })
})

describe('binning', () => {
  it('keeps flux in binSum and surface brightness in binMean', () => {
    const image = imageOf(4, 2, (x, y) => x + 10 * y)
    expect(binSum(image, 2)).toEqual({ width: 2, height: 1, data: Float32Array.of(22, 30) })
    expect(binMean(image, 2)).toEqual({ width: 2, height: 1, data: Float32Array.of(5.5, 7.5) })
  })

  it('refuses a size that does not divide', () => {
    expect(() =>
      binSum(
        imageOf(5, 4, () => 1),
        2,
      ),
    ).toThrow(/5 x 4 image cannot be binned by 2/)
  })
})

describe('shifting', () => {
  const blob = (cx: number, cy: number): FloatImage =>
    imageOf(32, 32, (x, y) => Math.exp(-((x - cx) ** 2 + (y - cy) ** 2) / 12))

  it.each([
    [1, 0],
    [0, -2],
    [0.3, 0.7],
    [-1.25, 0.5],
  ])('moves the content by (%f, %f)', (dx, dy) => {
    const moved = shiftImage(blob(15, 16), dx, dy)
    const expected = blob(15 + dx, 16 + dy)
    moved.data.forEach((value, i) => {
      expect(Math.abs(value - expected.data[i])).toBeLessThan(4e-3)
    })
  })

  it('changes nothing for a shift of zero', () => {
    expect(shiftImage(blob(15, 16), 0, 0)).toEqual(blob(15, 16))
  })
})

describe('cutouts', () => {
  it('takes the pixels counted from the lower left corner', () => {
    expect(
      crop(
        imageOf(4, 3, (x, y) => x + 10 * y),
        1,
        1,
        2,
        2,
      ),
    ).toEqual({ width: 2, height: 2, data: Float32Array.of(11, 12, 21, 22) })
  })

  it.each([
    [-1, 0, 2, 2],
    [3, 0, 2, 2],
    [0, 0, 0, 2],
    [0.5, 0, 2, 2],
  ])('refuses (%f, %f) %f x %f of a 4 x 3 image', (x, y, width, height) => {
    expect(() =>
      crop(
        imageOf(4, 3, () => 0),
        x,
        y,
        width,
        height,
      ),
    ).toThrow(/reaches outside/)
  })
})
