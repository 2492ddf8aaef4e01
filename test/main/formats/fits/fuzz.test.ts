import { describe, expect, it } from 'vitest'
import { fuzz, readEverything, undamagedFiles } from './fuzzing.ts'

/** A seed of a failure can be repeated with FUZZ_SEED and FUZZ_CASES=1. */
const CASES = Number(process.env.FUZZ_CASES ?? 2000)
const SEED = Number(process.env.FUZZ_SEED ?? 1)

const files = await undamagedFiles()

describe('damaged FITS files', () => {
  it('are made of files that read in full', async () => {
    // Every image in three ways, but for the one of one axis, which has no plane; every column of the tables.
    const read = await Promise.all(files.map(readEverything))
    expect(read.filter(count => count < 3).length).toBe(1)
    expect(read[0]).toBe(9)
  })

  it(`${CASES} of them end in pixels or in an AppError, fast, without a large allocation`, async () => {
    const { refused, slowest, largest } = await fuzz(files, SEED, CASES)
    expect(slowest.cpuMilliseconds, `of seed ${slowest.seed}`).toBeLessThan(1000)
    expect(largest.bytes, `of seed ${largest.seed}`).toBeLessThan(64 * 2 ** 20)
    if (CASES < 100) return
    expect(refused).toBeGreaterThan(CASES / 50)
    expect(refused).toBeLessThan(CASES / 2)
  })
})
