import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applySymmetry, inverseSymmetry, squareSymmetries } from '../../../main/domain/augment.ts'
import { planTiles } from '../../../main/domain/tiling.ts'

const square = fc
  .integer({ min: 1, max: 7 })
  .chain(side =>
    fc
      .array(fc.float({ noNaN: true }), { minLength: side * side, maxLength: side * side })
      .map(values => ({ side, data: Float32Array.from(values) })),
  )

describe('the symmetries of the square', () => {
  it('are eight different ones', () => {
    const data = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9)
    expect(new Set(squareSymmetries.map(s => applySymmetry(data, 3, s).join())).size).toBe(8)
    expect(applySymmetry(data, 3, 0)).toEqual(data)
    expect([...applySymmetry(data, 3, 1)]).toEqual([3, 2, 1, 6, 5, 4, 9, 8, 7])
    expect([...applySymmetry(data, 3, 4)]).toEqual([1, 4, 7, 2, 5, 8, 3, 6, 9])
  })

  it('are undone by their inverses', () => {
    fc.assert(
      fc.property(square, fc.constantFrom(...squareSymmetries), ({ side, data }, symmetry) => {
        expect(applySymmetry(applySymmetry(data, side, symmetry), side, inverseSymmetry(symmetry))).toEqual(data)
      }),
    )
  })

  it('write into a given array, and refuse what is not square', () => {
    const into = new Float32Array(4)
    expect(applySymmetry(Float32Array.of(1, 2, 3, 4), 2, 2, into)).toBe(into)
    expect([...into]).toEqual([3, 4, 1, 2])
    expect(() => applySymmetry(new Float32Array(6), 2, 0)).toThrow(/square/)
  })
})

describe('a plan of tiles', () => {
  it('covers each pixel once, with the overlap around each core, in inputs of one size within the limit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 0, max: 6 }),
        fc.integer({ min: 3, max: 30 }),
        (width, height, overlap, extra) => {
          const tile = 2 * overlap + extra
          const covered = new Uint8Array(width * height)
          for (const { input, core } of planTiles(width, height, tile, overlap)) {
            for (let y = core.y; y < core.y + core.height; y++) {
              for (let x = core.x; x < core.x + core.width; x++) covered[y * width + x]++
            }
            expect([input.width, input.height]).toEqual([Math.min(tile, width), Math.min(tile, height)])
            expect(input.x).toBeGreaterThanOrEqual(0)
            expect(input.y).toBeGreaterThanOrEqual(0)
            expect(input.x).toBeLessThanOrEqual(Math.max(0, core.x - overlap))
            expect(input.y).toBeLessThanOrEqual(Math.max(0, core.y - overlap))
            expect(input.x + input.width).toBeLessThanOrEqual(width)
            expect(input.y + input.height).toBeLessThanOrEqual(height)
            expect(input.x + input.width).toBeGreaterThanOrEqual(Math.min(width, core.x + core.width + overlap))
            expect(input.y + input.height).toBeGreaterThanOrEqual(Math.min(height, core.y + core.height + overlap))
          }
          expect(covered.every(count => count === 1)).toBe(true)
        },
      ),
    )
  })

  it('begins inputs at multiples of a grid, and covers the image as before', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 90 }),
        fc.integer({ min: 0, max: 6 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 0, max: 20 }),
        (width, overlap, grid, extra) => {
          const tile = 2 * overlap + grid + extra
          let reached = 0
          for (const { input, core } of planTiles(width, 1, tile, overlap, grid)) {
            expect(core.x).toBe(reached)
            reached += core.width
            expect(input.x % grid).toBe(0)
            expect(input.width).toBeLessThanOrEqual(tile)
            expect(input.x).toBeLessThanOrEqual(Math.max(0, core.x - overlap))
            expect(input.x + input.width).toBeGreaterThanOrEqual(Math.min(width, reached + overlap))
          }
          expect(reached).toBe(width)
        },
      ),
    )
  })

  it('is one tile for an image that fits', () => {
    const whole = { x: 0, y: 0, width: 60, height: 40 }
    expect(planTiles(60, 40, 64, 20)).toEqual([{ input: whole, core: whole }])
  })

  it('refuses tiles that are all overlap', () => {
    expect(() => planTiles(100, 100, 40, 20)).toThrow(/larger than twice/)
    expect(() => planTiles(0, 10, 40, 2)).toThrow(/cannot cover/)
  })
})
