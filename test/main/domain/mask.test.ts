import { describe, expect, it } from 'vitest'
import {
  binnedMask,
  blanked,
  bothValid,
  filledPixels,
  finitePixels,
  pairMask,
  scoringProblem,
  shiftedMask,
} from '../../../main/domain/mask.ts'

const rows = (...lines: string[]) => Float32Array.from(lines.join(''), character => Number(character))

describe('the pixels that count', () => {
  it('are the finite ones, or all', () => {
    const image = { width: 2, height: 2, data: Float32Array.of(1, Number.NaN, Number.POSITIVE_INFINITY, 0) }
    expect(finitePixels(image)).toEqual(Float32Array.of(1, 0, 0, 1))
    expect(finitePixels({ ...image, data: new Float32Array(4) })).toBeNull()
  })

  it('of two masks count in both', () => {
    expect(bothValid(Float32Array.of(1, 0, 1), Float32Array.of(1, 1, 0))).toEqual(Float32Array.of(1, 0, 0))
    expect(bothValid(null, Float32Array.of(0))).toEqual(Float32Array.of(0))
    expect(bothValid(null, null)).toBeNull()
  })

  it('of a pair count in the HR image and in the LR pixel around them', () => {
    const lr = { width: 2, valid: rows('10', '11') }
    expect(pairMask(lr, rows('0111', '1111', '1111', '1110'), 2)).toEqual(rows('0100', '1100', '1111', '1110'))
    expect(pairMask(lr, null, 2)).toEqual(rows('1100', '1100', '1111', '1111'))
    expect(pairMask(null, null, 2)).toBeNull()
  })

  it('of a binned image are those that are made of counting ones alone', () => {
    expect(binnedMask(rows('1111', '1101', '1111', '0111'), 4, 2)).toEqual(rows('10', '01'))
  })

  it('of a shifted image are out of the reach of those that do not count', () => {
    const mask = { width: 9, height: 3, data: new Float32Array(27).fill(1) }
    mask.data[9 + 4] = 0
    const { data } = shiftedMask(mask, 1.5, 0, 2)
    // The bad pixel is at 5.5 now: 3.5 to 7.5 are made of it.
    expect(data).toEqual(rows('111100001', '111100001', '111100001'))
  })

  it('must leave a window of SSIM', () => {
    const all = new Float32Array(81).fill(1)
    expect(scoringProblem(all, 9)).toBeNull()
    expect(scoringProblem(null, 9)).toBeNull()
    const crossed = all.map((_, i) => (i % 9 === 4 ? 0 : 1))
    expect(scoringProblem(crossed, 9)).toMatch(/7 x 7/)
    expect(
      scoringProblem(
        all.map((_, i) => (i % 9 === 1 ? 0 : 1)),
        9,
      ),
    ).toBeNull()
  })
})

describe('the pixels that do not count', () => {
  const image = { width: 3, height: 1, data: Float32Array.of(1, 2, 3) }
  it('have no value for statistics, scores and displays', () => {
    expect(blanked(image, Float32Array.of(1, 0, 1)).data).toEqual(Float32Array.of(1, Number.NaN, 3))
    expect(blanked(image, null)).toBe(image)
  })

  it('that are missing are filled by the median around them', () => {
    const holed = { ...image, data: Float32Array.of(1, Number.NaN, 3) }
    expect(filledPixels(holed, [1]).data).toEqual(Float32Array.of(1, 2, 3))
  })
})
