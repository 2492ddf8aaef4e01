import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { complexGrid, fft, fft2, inverseFft2 } from '../../../main/domain/fft.ts'

const values = (n: number) => fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: n, maxLength: n })

describe('the Fourier transform', () => {
  it('equals its definition at any length', () => {
    const sequence = fc.integer({ min: 1, max: 40 }).chain(n => fc.tuple(values(n), values(n)))
    fc.assert(
      fc.property(sequence, ([real, imaginary]) => {
        const n = real.length
        const re = Float64Array.from(real)
        const im = Float64Array.from(imaginary)
        fft(re, im)
        for (let k = 0; k < n; k++) {
          let sumRe = 0
          let sumIm = 0
          for (let i = 0; i < n; i++) {
            const angle = (-2 * Math.PI * ((i * k) % n)) / n
            sumRe += real[i] * Math.cos(angle) - imaginary[i] * Math.sin(angle)
            sumIm += real[i] * Math.sin(angle) + imaginary[i] * Math.cos(angle)
          }
          expect(Math.abs(re[k] - sumRe)).toBeLessThan(1e-9)
          expect(Math.abs(im[k] - sumIm)).toBeLessThan(1e-9)
        }
      }),
    )
  })

  it('is undone by its inverse in two dimensions, also for prime sides', () => {
    for (const [width, height] of [
      [1, 1],
      [8, 16],
      [7, 13],
      [150, 75],
    ]) {
      const original = Float64Array.from({ length: width * height }, (_, i) => Math.sin(i * i))
      const grid = inverseFft2(fft2(complexGrid(width, height, original)))
      const error = Math.max(...grid.re.map((v, i) => Math.abs(v - original[i])), ...grid.im.map(Math.abs))
      expect(error).toBeLessThan(1e-12)
    }
  })

  it('keeps the power (Parseval) and puts the sum at the origin', () => {
    const original = Float64Array.from({ length: 5 * 12 }, (_, i) => Math.cos(3 * i) + 0.3)
    const grid = fft2(complexGrid(5, 12, original))
    const power = grid.re.reduce((sum, v, i) => sum + v * v + grid.im[i] ** 2, 0)
    expect(power / 60).toBeCloseTo(
      original.reduce((sum, v) => sum + v * v, 0),
      9,
    )
    expect(grid.re[0]).toBeCloseTo(
      original.reduce((a, b) => a + b),
      9,
    )
  })
})
