import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../../main/domain/errors.ts'
import { bytesSource } from '../../../../main/formats/byteSource.ts'
import { buildCards, commentaryCards } from '../../../../main/formats/fits/cardBuilder.ts'
import { openFits } from '../../../../main/formats/fits/file.ts'
import { readImage } from '../../../../main/formats/fits/image.ts'
import { readPixels } from '../../../../main/formats/fits/pixels.ts'
import { writeFitsImage } from '../../../../main/formats/fits/write.ts'

/** Long runs set FUZZ_CASES and FUZZ_SEED; a failure names the seed of its case. */
const CASES = Number(process.env.FUZZ_CASES ?? 300)
const SEED = Number(process.env.FUZZ_SEED ?? 1)

/** Marsaglia's xorshift32: small, seeded, the same everywhere. */
function randomSource(seed: number): (below: number) => number {
  let state = (seed * 2654435761) >>> 0 || 1
  return below => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state % below
  }
}

const image = { width: 31, height: 19, data: Float32Array.from({ length: 31 * 19 }, (_, i) => Math.sin(i)) }
const cards = [
  ...buildCards('NOTE', 'long '.repeat(40)),
  ...buildCards('ESO DET X', 2),
  ...commentaryCards('HISTORY', 'h'),
]

function extension(fields: Record<string, string | number | boolean>, data: number): Buffer {
  const header = [...Object.entries(fields).flatMap(([name, value]) => buildCards(name, value)), 'END'.padEnd(80)].join(
    '',
  )
  return Buffer.concat([Buffer.from(header.padEnd(Math.ceil(header.length / 2880) * 2880)), Buffer.alloc(data, 1)])
}

const cube = { BITPIX: 16, NAXIS: 3, NAXIS1: 10, NAXIS2: 12, NAXIS3: 3, PCOUNT: 0, GCOUNT: 1 }
const table = { BITPIX: 8, NAXIS: 2, NAXIS1: 8, NAXIS2: 3, PCOUNT: 10, GCOUNT: 1, TFIELDS: 0 }
const original = Buffer.concat([
  writeFitsImage({ image, cards }),
  extension({ XTENSION: 'IMAGE', ...cube, BZERO: 32768, BLANK: -5 }, 2880),
  extension(
    { XTENSION: 'BINTABLE', ...table, ZIMAGE: true, ZBITPIX: 16, ZNAXIS: 1, ZNAXIS1: 5, ZCMPTYPE: 'RICE_1' },
    2880,
  ),
  extension({ XTENSION: 'IMAGE', ...cube, BITPIX: 64, NAXIS: 2, BSCALE: 0.5 }, 2880),
])

const EVIL = [
  '99999999999999999999',
  '-1',
  '9007199254740993',
  '2147483648',
  "'text'",
  '1E308',
  'T',
  '',
  '0',
  '999',
  '64',
]

const MUTATIONS: ((bytes: Buffer, random: (below: number) => number) => Buffer)[] = [
  (bytes, random) => {
    for (let i = random(20); i >= 0 && bytes.length > 0; i--) bytes[random(bytes.length)] = random(256)
    return bytes
  },
  (bytes, random) => bytes.subarray(0, random(bytes.length + 1)),
  (bytes, random) => {
    const values = [...bytes.toString('latin1').matchAll(/[A-Z0-9]{5,8} *= {1,20}[\dT'-]/g)].map(({ index }) => index)
    for (let i = values.length === 0 ? -1 : random(3); i >= 0; i--) {
      const at = values[random(values.length)] + 10
      bytes.write(EVIL[random(EVIL.length)].padStart(20).slice(0, 70), at, 'latin1')
    }
    return bytes
  },
  (bytes, random) => {
    const from = random(Math.ceil((bytes.length + 1) / 2880)) * 2880
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + 80 * random(40))])
  },
  (bytes, random) => Buffer.concat([bytes, bytes.subarray(random(bytes.length + 1))]),
  (bytes, random) => {
    const packed = gzipSync(bytes)
    for (let i = random(4); i > 0; i--) packed[random(packed.length)] = random(256)
    return packed.subarray(0, packed.length - random(2) * random(packed.length))
  },
]

async function readEverything(bytes: Uint8Array): Promise<number> {
  const file = await openFits(bytesSource(bytes))
  let read = 0
  for (const hdu of file.hdus) {
    for (const attempt of [() => readImage(file, hdu.index), () => readPixels(file, hdu)]) {
      try {
        await attempt()
        read += 1
      } catch (error) {
        if (!(error instanceof AppError)) throw error
      }
    }
  }
  return read
}

describe('damaged FITS files', () => {
  it('the undamaged file reads in full', async () => {
    expect(await readEverything(original)).toBe(6)
  })

  it(`${CASES} of them end in an image or in an AppError, fast, without a large allocation`, async () => {
    let refused = 0
    for (let seed = SEED; seed < SEED + CASES; seed++) {
      const random = randomSource(seed)
      let bytes: Buffer = Buffer.from(original)
      for (let i = random(2); i >= 0; i--) bytes = MUTATIONS[random(MUTATIONS.length)](bytes, random)
      const memory = process.memoryUsage().arrayBuffers
      const started = performance.now()
      try {
        await readEverything(bytes)
      } catch (error) {
        if (!(error instanceof AppError)) throw new Error(`seed ${seed} ends in ${error}`, { cause: error })
        refused += 1
      }
      expect(performance.now() - started, `milliseconds of seed ${seed}`).toBeLessThan(500)
      expect(process.memoryUsage().arrayBuffers - memory, `bytes of seed ${seed}`).toBeLessThan(32 * 2 ** 20)
    }
    expect(refused).toBeGreaterThan(CASES / 20)
    expect(refused).toBeLessThan(CASES)
  })
})
