import { expect, it } from 'vitest'
import { fuzz, undamagedFiles } from '../../main/formats/fits/fuzzing.ts'

/** Seeds that the short run does not use. */
const FIRST_SEED = 1_000_000
const CASES = 100_000

it(`${CASES} damaged FITS files end in pixels or in an AppError, fast, without a large allocation`, async () => {
  const { slowest, largest } = await fuzz(await undamagedFiles(), FIRST_SEED, CASES)
  expect(slowest.cpuMilliseconds, `of seed ${slowest.seed}`).toBeLessThan(1000)
  expect(largest.bytes, `of seed ${largest.seed}`).toBeLessThan(64 * 2 ** 20)
}, 3_600_000)
