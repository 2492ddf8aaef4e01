import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { AppError } from '../../../../main/domain/errors.ts'
import { bytesSource } from '../../../../main/formats/byteSource.ts'
import { buildCards, commentaryCards } from '../../../../main/formats/fits/cardBuilder.ts'
import { openFits } from '../../../../main/formats/fits/file.ts'
import { readCutout, readImage } from '../../../../main/formats/fits/image.ts'
import { readPixels } from '../../../../main/formats/fits/pixels.ts'
import { tableColumns } from '../../../../main/formats/fits/table/columns.ts'
import { readColumn } from '../../../../main/formats/fits/table/readColumn.ts'
import { writeFitsImage } from '../../../../main/formats/fits/write.ts'

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

function extension(fields: Record<string, string | number | boolean>, data: number): Buffer {
  const header = [...Object.entries(fields).flatMap(([name, value]) => buildCards(name, value)), 'END'.padEnd(80)].join(
    '',
  )
  return Buffer.concat([Buffer.from(header.padEnd(Math.ceil(header.length / 2880) * 2880)), Buffer.alloc(data, 1)])
}

/** Images of several kinds in one file. */
function images(): Buffer {
  const image = { width: 31, height: 19, data: Float32Array.from({ length: 31 * 19 }, (_, i) => Math.sin(i)) }
  const cards = [
    ...buildCards('NOTE', 'long '.repeat(40)),
    ...buildCards('ESO DET X', 2),
    ...commentaryCards('HISTORY', 'h'),
  ]
  const cube = { BITPIX: 16, NAXIS: 3, NAXIS1: 10, NAXIS2: 12, NAXIS3: 3, PCOUNT: 0, GCOUNT: 1 }
  return Buffer.concat([
    writeFitsImage({ image, cards }),
    extension({ XTENSION: 'IMAGE', ...cube, BZERO: 32768, BLANK: -5 }, 2880),
    extension({ XTENSION: 'IMAGE', ...cube, BITPIX: 64, NAXIS: 2, BSCALE: 0.5 }, 2880),
  ])
}

/** One file for each HDU of a file of the fixtures, behind a primary HDU without data. */
async function eachHdu(name: string): Promise<Buffer[]> {
  const packed = readFileSync(join(import.meta.dirname, '../../../fixtures/fits', name))
  const { source, hdus } = await openFits(bytesSource(packed))
  const ends = hdus.map(({ dataOffset, dataSize }) => dataOffset + Math.ceil(dataSize / 2880) * 2880)
  const primary = await source.read(0, ends[0])
  return Promise.all(
    hdus.slice(1).map(async (_, i) => Buffer.concat([primary, await source.read(ends[i], ends[i + 1] - ends[i])])),
  )
}

/** The files that are damaged: plain images, one compressed image each, and tables. */
export async function undamagedFiles(): Promise<Buffer[]> {
  return [images(), ...(await eachHdu('compressed.fits.gz')), ...(await eachHdu('tables.fits.gz'))]
}

const EVIL = ['99999999999999999999', '-1', '9007199254740993', '2147483648', "'text'", '1E308', 'T', '']
  .concat(['0', '999', '64', '3', '65536'])
  .concat(["'RICE_1  '", "'GZIP_2  '", "'PLIO_1  '", "'HCOMPRESS_1'", "'NOCOMPRESS'", "'1PJ(4)'", "'1QB'", "'0PB'"])

type Mutation = (bytes: Buffer, random: (below: number) => number) => Buffer

const flipBytes: Mutation = (bytes, random) => {
  for (let i = random(20); i >= 0 && bytes.length > 0; i--) bytes[random(bytes.length)] = random(256)
  return bytes
}

/** In the last blocks, where the data stand. */
const flipBits: Mutation = (bytes, random) => {
  const span = Math.min(bytes.length, 3 * 2880)
  for (let i = random(8); i >= 0 && span > 0; i--) bytes[bytes.length - 1 - random(span)] ^= 1 << random(8)
  return bytes
}

const cut: Mutation = (bytes, random) => bytes.subarray(0, random(bytes.length + 1))

const absurdValues: Mutation = (bytes, random) => {
  const values = [...bytes.toString('latin1').matchAll(/[A-Z0-9]{5,8} *= {1,20}[\dT'-]/g)].map(({ index }) => index)
  for (let i = values.length === 0 ? -1 : random(3); i >= 0; i--) {
    const at = values[random(values.length)] + 10
    bytes.write(EVIL[random(EVIL.length)].padStart(20).slice(0, 70), at, 'latin1')
  }
  return bytes
}

const dropCards: Mutation = (bytes, random) => {
  const from = random(Math.ceil((bytes.length + 1) / 2880)) * 2880
  return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + 80 * random(40))])
}

const repeatEnd: Mutation = (bytes, random) => Buffer.concat([bytes, bytes.subarray(random(bytes.length + 1))])

const damageGzip: Mutation = (bytes, random) => {
  const packed = gzipSync(bytes)
  for (let i = random(4); i > 0; i--) packed[random(packed.length)] = random(256)
  return packed.subarray(0, packed.length - random(2) * random(packed.length))
}

const MUTATIONS = [flipBytes, flipBits, flipBits, cut, absurdValues, absurdValues, dropCards, repeatEnd, damageGzip]

/** Reads all that a file holds, and counts what could be read; only an AppError may stop any of it. */
export async function readEverything(bytes: Uint8Array): Promise<number> {
  const file = await openFits(bytesSource(bytes))
  let read = 0
  const attempt = async (action: () => unknown): Promise<void> => {
    try {
      await action()
      read += 1
    } catch (error) {
      if (!(error instanceof AppError)) throw error
    }
  }
  for (const hdu of file.hdus) {
    if (hdu.type === 'bintable' || hdu.type === 'table') {
      await attempt(async () => {
        for (const [i] of tableColumns(hdu).entries()) await attempt(() => readColumn(file, hdu, i + 1))
      })
      continue
    }
    await attempt(() => readImage(file, hdu.index))
    await attempt(() => readCutout(file, hdu.index, { x: 1, y: 1, width: 3, height: 2 }))
    await attempt(() => readPixels(file, hdu))
  }
  return read
}

export interface FuzzReport {
  /** How many files could not even be opened. */
  readonly refused: number
  /** The case that computed longest, and the one after which most memory was held. */
  readonly slowest: { readonly seed: number; readonly cpuMilliseconds: number }
  readonly largest: { readonly seed: number; readonly bytes: number }
}

/**
 * Damages the files in `cases` ways and reads all of each. Throws for the first that ends in anything but an AppError,
 * with the seed that repeats it.
 */
export async function fuzz(files: readonly Buffer[], firstSeed: number, cases: number): Promise<FuzzReport> {
  let refused = 0
  let slowest = { seed: 0, cpuMilliseconds: 0 }
  let largest = { seed: 0, bytes: 0 }
  for (let seed = firstSeed; seed < firstSeed + cases; seed++) {
    const random = randomSource(seed)
    let bytes: Buffer = Buffer.from(files[random(files.length)])
    for (let i = random(2); i >= 0; i--) bytes = MUTATIONS[random(MUTATIONS.length)](bytes, random)
    const memory = process.memoryUsage().arrayBuffers
    const started = process.cpuUsage()
    try {
      await readEverything(bytes)
    } catch (error) {
      if (!(error instanceof AppError)) throw new Error(`seed ${seed} ends in ${error}`, { cause: error })
      refused += 1
    }
    const { user, system } = process.cpuUsage(started)
    const cpuMilliseconds = (user + system) / 1000
    if (cpuMilliseconds > slowest.cpuMilliseconds) slowest = { seed, cpuMilliseconds }
    const held = process.memoryUsage().arrayBuffers - memory
    if (held > largest.bytes) largest = { seed, bytes: held }
  }
  return { refused, slowest, largest }
}
