import { AppError } from '../../../domain/errors.ts'
import type { FitsHeader } from '../header.ts'
import type { DitherMethod } from './dither.ts'
import type { RiceParameters } from './rice.ts'

const ALGORITHMS = ['RICE_1', 'GZIP_1', 'GZIP_2', 'PLIO_1', 'HCOMPRESS_1', 'NOCOMPRESS'] as const
export type Algorithm = (typeof ALGORITHMS)[number]

/** How the tiles of a compressed image are coded, as plain data (FITS standard 4.0, section 10.1). */
export interface TileCoding {
  readonly algorithm: Algorithm
  /** ZBITPIX: the type of the pixels once unpacked. */
  readonly bitpix: number
  readonly rice: RiceParameters
  /** HCOMPRESS_1: whether to smooth. */
  readonly smooth: boolean
  readonly dither: DitherMethod
  /** ZDITHER0. */
  readonly ditherSeed: number
  /** Whether unsigned 16-bit pixels were stored as they are, which PLIO_1 needs: it has no negative numbers. */
  readonly unsignedAsIs: boolean
}

/** Other names under which RICE_1 is found. */
const ALIASES: Record<string, Algorithm> = { RICE_ONE: 'RICE_1' }

/** Reads ZCMPTYPE, ZNAMEn and ZVALn, ZQUANTIZ and ZDITHER0; throws `unsupported` for what the standard does not know. */
export function tileCoding(header: FitsHeader, bitpix: number): TileCoding {
  const name = header.string('ZCMPTYPE') ?? 'missing'
  const algorithm = ALIASES[name] ?? ALGORITHMS.find(known => known === name)
  if (algorithm === undefined)
    throw new AppError(
      'unsupported',
      `ZCMPTYPE is ${name}; the standard knows ${ALGORITHMS.join(', ')}. Unpack the file with the program that packed it.`,
    )
  const options = codingOptions(header)
  return {
    algorithm,
    bitpix,
    rice: {
      bytesPerPixel: oneOf(options.get('BYTEPIX') ?? 4, [1, 2, 4] as const, 'BYTEPIX'),
      blockSize: blockSize(options.get('BLOCKSIZE') ?? 32),
    },
    smooth: (options.get('SMOOTH') ?? 0) !== 0,
    dither: ditherMethod(header.string('ZQUANTIZ')),
    ditherSeed: ditherSeed(header.number('ZDITHER0') ?? 1),
    unsignedAsIs: algorithm === 'PLIO_1' && bitpix === 16 && header.number('BZERO') === 32768,
  }
}

function codingOptions(header: FitsHeader): Map<string, number> {
  const options = new Map<string, number>()
  for (let n = 1; n <= 99; n++) {
    const name = header.string(`ZNAME${n}`)
    if (name === undefined) break
    const value = header.value(`ZVAL${n}`)
    // Some writers give SMOOTH as a logical value.
    if (typeof value === 'number' || typeof value === 'boolean') options.set(name, Number(value))
  }
  return options
}

/** Without ZQUANTIZ, and for NONE, nothing was dithered. */
function ditherMethod(name: string | undefined): DitherMethod {
  if (name === undefined || name === 'NONE' || name === 'NO_DITHER') return 'NO_DITHER'
  if (name === 'SUBTRACTIVE_DITHER_1' || name === 'SUBTRACTIVE_DITHER_2') return name
  throw new AppError('unsupported', `ZQUANTIZ is ${name}, which the standard does not know. Unpack the file first.`)
}

function ditherSeed(seed: number): number {
  if (Number.isInteger(seed) && seed >= 1 && seed <= 10_000) return seed
  throw new AppError(
    'bad-input',
    `ZDITHER0 is ${seed}; the standard allows 1 to 10000. Copy or download the file again.`,
  )
}

function blockSize(size: number): number {
  if (Number.isInteger(size) && size >= 1 && size <= 65_536) return size
  throw new AppError('bad-input', `The BLOCKSIZE of RICE_1 is ${size}, not a count of pixels. Copy the file again.`)
}

function oneOf<T extends number>(value: number, allowed: readonly T[], name: string): T {
  const found = allowed.find(choice => choice === value)
  if (found !== undefined) return found
  throw new AppError('bad-input', `${name} is ${value}; the standard knows ${allowed.join(', ')}. Copy the file again.`)
}
