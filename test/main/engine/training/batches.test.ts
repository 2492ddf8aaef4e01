import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { batchSizes, epochBatches } from '../../../../main/engine/training/batches.ts'

describe('batches of an epoch', () => {
  it('a last batch of one sample is joined to the batch before it', () => {
    expect(batchSizes(12, 4)).toEqual([4, 4, 4])
    expect(batchSizes(14, 4)).toEqual([4, 4, 4, 2])
    expect(batchSizes(13, 4)).toEqual([4, 4, 5])
    expect(batchSizes(3, 4)).toEqual([3])
  })

  it('batches hold every training sample once, and none alone', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 200 }),
        fc.integer({ min: 2, max: 40 }),
        fc.nat(),
        fc.nat(50),
        (n, size, seed, epoch) => {
          const train = Array.from({ length: n }, (_, i) => 7 * i + 3)
          const batches = epochBatches(train, size, seed, epoch, true)
          expect(
            batches
              .flat()
              .map(entry => entry.sample)
              .sort((a, b) => a - b),
          ).toEqual(train)
          expect(batches.every(batch => batch.length >= 2 && batch.length <= size + 1)).toBe(true)
          expect(batches.flat().every(({ symmetry }) => symmetry >= 0 && symmetry < 8)).toBe(true)
        },
      ),
    )
  })

  it('an epoch is a function of seed and epoch alone, and differs from the next', () => {
    const train = Array.from({ length: 30 }, (_, i) => i)
    const order = (seed: number, epoch: number) => JSON.stringify(epochBatches(train, 4, seed, epoch, true))
    expect(order(5, 3)).toBe(order(5, 3))
    expect(order(5, 3)).not.toBe(order(5, 4))
    expect(order(5, 3)).not.toBe(order(6, 3))
  })

  it('without augmentation every sample is shown as it is', () => {
    const batches = epochBatches([1, 2, 3, 4], 2, 1, 0, false)
    expect(batches.flat().map(entry => entry.symmetry)).toEqual([0, 0, 0, 0])
  })

  it('a single training image or a batch of one is refused, because batch norm would learn one image', () => {
    expect(() => batchSizes(1, 4)).toThrow(/needs at least 2/)
    expect(() => batchSizes(10, 1)).toThrow(/needs at least 2 images a batch/)
  })
})
