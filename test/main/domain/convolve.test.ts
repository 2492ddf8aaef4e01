import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { convolve, convolveSeparable, type EdgeMode, mirrored } from '../../../main/domain/convolve.ts'
import type { FloatImage } from '../../../main/domain/image.ts'

/** The definition, sample by sample. */
function convolveByDefinition(image: FloatImage, kernel: FloatImage, edge: EdgeMode): number[] {
  const cx = Math.floor(kernel.width / 2)
  const cy = Math.floor(kernel.height / 2)
  const clamp = (v: number, top: number): number => Math.min(Math.max(v, 0), top)
  const pixel = (x: number, y: number): number => {
    const inside = x >= 0 && y >= 0 && x < image.width && y < image.height
    if (!inside && edge === 'zero') return 0
    return image.data[clamp(y, image.height - 1) * image.width + clamp(x, image.width - 1)]
  }
  const out: number[] = []
  for (let y = 0; y < image.height; y++) {
    for (let x = 0; x < image.width; x++) {
      let sum = 0
      for (let j = 0; j < kernel.height; j++) {
        for (let i = 0; i < kernel.width; i++) sum += kernel.data[j * kernel.width + i] * pixel(x + cx - i, y + cy - j)
      }
      out.push(sum)
    }
  }
  return out
}

const anyImage = (maxSide: number) =>
  fc
    .tuple(fc.integer({ min: 1, max: maxSide }), fc.integer({ min: 1, max: maxSide }))
    .chain(([width, height]) =>
      fc
        .array(fc.float({ min: -10, max: 10, noNaN: true }), { minLength: width * height, maxLength: width * height })
        .map(values => ({ width, height, data: Float32Array.from(values) })),
    )
const edges = fc.constantFrom<EdgeMode>('replicate', 'zero')

/**
 * Within float32's rounding of what is summed: sums may cancel, and a kernel counts as separable when it is so to the
 * rounding of its largest value.
 */
function expectConvolved(actual: FloatImage, image: FloatImage, kernel: FloatImage, edge: EdgeMode): void {
  const expected = convolveByDefinition(image, kernel, edge)
  const weights = [...kernel.data].map(Math.abs)
  const reach = weights.reduce((a, b) => a + b) + (weights.length * Math.max(...weights)) / 2
  const scale = Math.max(1, reach * Math.max(...[...image.data].map(Math.abs)))
  expect(actual.data.length).toBe(expected.length)
  actual.data.forEach((value, i) => {
    expect(Math.abs(value - expected[i]) / scale).toBeLessThan(1e-6)
  })
}

describe('convolution', () => {
  it('equals its definition for small and large kernels, even sides and both edges', () => {
    fc.assert(
      fc.property(anyImage(12), anyImage(14), edges, (image, kernel, edge) => {
        expectConvolved(convolve(image, kernel, edge), image, kernel, edge)
      }),
      { numRuns: 60 },
    )
  })

  it('finds that a kernel is separable, with the same result', () => {
    const factor = fc.array(fc.float({ min: -2, max: 2, noNaN: true }), { minLength: 1, maxLength: 11 })
    fc.assert(
      fc.property(anyImage(10), factor, factor, edges, (image, x, y, edge) => {
        const kernel = { width: x.length, height: y.length, data: Float32Array.from(y.flatMap(v => x.map(u => u * v))) }
        expectConvolved(convolve(image, kernel, edge), image, kernel, edge)
        expectConvolved(convolveSeparable(image, x, y, edge), image, kernel, edge)
      }),
      { numRuns: 60 },
    )
  })

  it('turns a point into the kernel', () => {
    const point = { width: 5, height: 5, data: new Float32Array(25) }
    point.data[2 * 5 + 2] = 1
    const kernel = { width: 3, height: 3, data: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 10) }
    const out = convolve(point, kernel, 'zero')
    expect([...out.data.subarray(5, 10)]).toEqual([0, 1, 2, 3, 0])
    expect([...out.data.subarray(15, 20)]).toEqual([0, 7, 8, 10, 0])
    expect([...mirrored(kernel).data]).toEqual([10, 8, 7, 6, 5, 4, 3, 2, 1])
  })

  it('keeps a constant image constant when edges are repeated', () => {
    const flat = { width: 20, height: 9, data: new Float32Array(180).fill(3) }
    const kernel = { width: 11, height: 11, data: Float32Array.from({ length: 121 }, (_, i) => (i % 7) / 360) }
    const sum = kernel.data.reduce((a, b) => a + b)
    for (const value of convolve(flat, kernel).data) expect(value).toBeCloseTo(3 * sum, 5)
  })

  it('refuses a kernel with NaN', () => {
    const image = { width: 2, height: 2, data: new Float32Array(4) }
    expect(() => convolve(image, { width: 1, height: 1, data: Float32Array.of(Number.NaN) })).toThrow(/NaN/)
  })
})
