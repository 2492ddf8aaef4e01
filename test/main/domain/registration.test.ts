import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { convolve } from '../../../main/domain/convolve.ts'
import type { FloatImage } from '../../../main/domain/image.ts'
import { gaussianPsf } from '../../../main/domain/psf.ts'
import { createRandom } from '../../../main/domain/random.ts'
import { measureOffset } from '../../../main/domain/registration.ts'
import { binMean, shiftImage } from '../../../main/domain/resample.ts'
import { imagesFromArray } from '../../../main/formats/imageArray.ts'
import { parseNpy } from '../../../main/formats/npy.ts'
import { groundToSpace } from '../../../main/lensing/presets.ts'
import { simulatedPair } from '../../support/simulatedPair.ts'
import { noTestData, testData, testDataPath } from '../../support/testData.ts'

describe('the offset between LR and HR', () => {
  it.each([
    [0, 0],
    [0.4, -0.7],
    [-2.3, 1.6],
    [5.5, -4.2],
  ])('is found to 0.1 HR pixel for simulated lenses shifted by (%f, %f)', (dx, dy) => {
    for (const index of [0, 1, 2]) {
      const { lr, hr } = simulatedPair({ ...groundToSpace, lr: { ...groundToSpace.lr, backgroundRms: 0.003 } }, index)
      const offset = measureOffset(lr, shiftImage(hr, dx, dy), 2)
      expect(Math.abs(offset.dx - dx)).toBeLessThan(0.1)
      expect(Math.abs(offset.dy - dy)).toBeLessThan(0.1)
      expect(offset.confidence).toBeGreaterThan(0.8)
    }
  })

  it('does not depend on the flux scale, the sky level and single NaN pixels', () => {
    const { hr } = simulatedPair(groundToSpace, 5)
    const lr = binMean(convolve(hr, gaussianPsf(5)), 2)
    const moved = shiftImage(hr, 1.3, 0)
    const changed = { ...moved, data: moved.data.map(v => 700 * v + 4000) }
    changed.data[10] = Number.NaN
    expect(measureOffset(lr, changed, 2).dx).toBeCloseTo(1.3, 1)
  })

  it('carries little confidence for unrelated images and none for empty ones', () => {
    const random = createRandom(1)
    const noise = (side: number): FloatImage => ({
      width: side,
      height: side,
      data: Float32Array.from({ length: side * side }, random.normal),
    })
    expect(measureOffset(noise(64), noise(128), 2).confidence).toBeLessThan(0.3)
    const flat = { width: 8, height: 8, data: new Float32Array(64) }
    expect(measureOffset(flat, { width: 16, height: 16, data: new Float32Array(256) }, 2)).toEqual({
      dx: 0,
      dy: 0,
      confidence: 0,
    })
    expect(() => measureOffset(flat, flat, 2)).toThrow(/does not belong/)
  })

  it.skipIf(testData === undefined)(`is about one HR pixel for the real HSC/HST pair${noTestData}`, () => {
    const load = (name: string): FloatImage =>
      imagesFromArray(parseNpy(readFileSync(testDataPath('hsc-hst-pair', name))))[0]
    const { dx, dy, confidence } = measureOffset(load('Raw.npy'), load('Gold.npy'), 2)
    expect(Math.hypot(dx, dy)).toBeGreaterThan(0.5)
    expect(Math.hypot(dx, dy)).toBeLessThan(1.6)
    expect(confidence).toBeGreaterThan(0.8)
  })
})
