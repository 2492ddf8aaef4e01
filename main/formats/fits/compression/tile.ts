import { AppError } from '../../../domain/errors.ts'
import { MAX_DEFLATE_RATIO } from '../../limits.ts'
import { decodeScalars, newScalars, type PlainKind, type ScalarArray, scalarSize, scalarView } from '../../scalars.ts'
import { pixelKind } from '../pixelKind.ts'
import type { TileCoding } from './coding.ts'
import { damaged } from './damaged.ts'
import { inflateTile, unshuffled } from './gzip.ts'
import { decodeHcompress } from './hcompress.ts'
import { decodePlio, PLIO_PIXELS_PER_BYTE } from './plio.ts'
import { dequantise } from './quantise.ts'
import { decodeRice, ricePixelsPerByte } from './rice.ts'
import { pixelCount } from './tileGrid.ts'

/** One tile as it stands in the file, as plain data that can be sent to a worker thread. */
export interface PackedTile {
  /** The tile's row in the table, from 0. */
  readonly index: number
  /** C order. */
  readonly shape: readonly number[]
  /** In which column it stands: COMPRESSED_DATA, GZIP_COMPRESSED_DATA or UNCOMPRESSED_DATA. */
  readonly store: 'compressed' | 'gzip' | 'plain'
  /** The type of the values in UNCOMPRESSED_DATA. */
  readonly plainKind: PlainKind
  /** Where its bytes stand in the file, and how many they are. */
  readonly offset: number
  readonly byteLength: number
  /** ZSCALE, ZZERO and ZBLANK of a quantised tile. */
  readonly scale: number | undefined
  readonly zero: number
  readonly blank: number | undefined
}

/** Tiles of one image to decode together. */
export interface TileBatch {
  readonly hdu: number
  readonly coding: TileCoding
  readonly tiles: readonly PackedTile[]
  /** The part of the file that holds all of them, and where it begins. */
  readonly bytes: Uint8Array
  readonly start: number
  /** Memory for the pixels that both threads see, at least as large as they need. */
  readonly output?: SharedArrayBuffer
}

/** Decodes a batch on another thread, which runs `decodeTiles`. */
export type TileDecoder = (batch: TileBatch) => Promise<ScalarArray>

/** A whole tile of HCOMPRESS_1 may be one number, so few bytes may stand for this many pixels. */
const HCOMPRESS_FREE_PIXELS = 2 ** 20
const HCOMPRESS_PIXELS_PER_BYTE = 4096

/**
 * The pixels of all tiles of a batch, one tile after the other, in the type that ZBITPIX names.
 *
 * @throws AppError `bad-input` where a tile is damaged; it names HDU, tile and bytes
 */
export function decodeTiles(batch: TileBatch): ScalarArray {
  const counts = batch.tiles.map(tile => pixelCount(tile.shape))
  const total = counts.reduce((sum, count) => sum + count, 0)
  const kind = pixelKind(batch.coding.bitpix)
  const pixels =
    batch.output === undefined ? newScalars(kind, total) : scalarView(batch.output, kind).subarray(0, total)
  let at = 0
  for (const [i, tile] of batch.tiles.entries()) {
    decodeTile(batch, tile, pixels.subarray(at, at + counts[i]))
    at += counts[i]
  }
  return pixels
}

/** Decodes one tile of a batch into `pixels`, an array of exactly its pixels in the type that ZBITPIX names. */
export function decodeTile({ hdu, coding, bytes, start }: TileBatch, tile: PackedTile, pixels: ScalarArray): void {
  const from = tile.offset - start
  try {
    unpackTile(coding, tile, bytes.subarray(from, from + tile.byteLength), pixels)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    throw at(hdu, tile, error)
  }
}

/** Refuses a tile whose bytes cannot stand for its pixels, before memory is taken for them. */
export function checkPlausible(hdu: number, { algorithm, rice }: TileCoding, tile: PackedTile): void {
  const pixels = pixelCount(tile.shape)
  const most =
    tile.store !== 'compressed'
      ? tile.byteLength * MAX_DEFLATE_RATIO
      : {
          RICE_1: tile.byteLength * ricePixelsPerByte(rice),
          GZIP_1: tile.byteLength * MAX_DEFLATE_RATIO,
          GZIP_2: tile.byteLength * MAX_DEFLATE_RATIO,
          PLIO_1: tile.byteLength * PLIO_PIXELS_PER_BYTE,
          HCOMPRESS_1: Math.max(HCOMPRESS_FREE_PIXELS, tile.byteLength * HCOMPRESS_PIXELS_PER_BYTE),
          NOCOMPRESS: tile.byteLength,
        }[algorithm]
  if (pixels <= most) return
  throw at(hdu, tile, damaged(`${tile.byteLength} bytes of ${algorithm} cannot hold ${pixels} pixels`))
}

function at(hdu: number, { index, offset, byteLength }: PackedTile, error: AppError): AppError {
  const place = `HDU ${hdu}, tile ${index + 1} (bytes ${offset} to ${offset + byteLength})`
  return new AppError(
    error.code,
    `${place}: ${error.message}`,
    { ...error.details, hdu, tile: index + 1, offset },
    error,
  )
}

function unpackTile(coding: TileCoding, tile: PackedTile, bytes: Uint8Array, pixels: ScalarArray): void {
  if (tile.store === 'plain') {
    assign(pixels, scalarsOf(bytes, tile.plainKind, pixels.length))
  } else if (tile.store === 'gzip') {
    const kind = pixelKind(coding.bitpix)
    assign(pixels, scalarsOf(inflateTile(bytes, pixels.length * scalarSize(kind)), kind, pixels.length))
  } else if (pixels instanceof Float32Array || pixels instanceof Float64Array) {
    decodeFloats(coding, tile, bytes, pixels)
  } else {
    const integers = decodeIntegers(coding, tile, bytes, pixels.length)
    if (coding.unsignedAsIs) for (let i = 0; i < integers.length; i++) integers[i] = Number(integers[i]) - 32768
    assign(pixels, integers)
  }
}

function decodeFloats(
  coding: TileCoding,
  tile: PackedTile,
  bytes: Uint8Array,
  pixels: Float32Array | Float64Array,
): void {
  const { scale, zero, blank, index } = tile
  if (scale === undefined) {
    assign(
      pixels,
      scalarsOf(
        unpackBytes(coding, bytes, pixels.byteLength, pixels.BYTES_PER_ELEMENT),
        pixelKind(coding.bitpix),
        pixels.length,
      ),
    )
    return
  }
  const integers = decodeIntegers(coding, tile, bytes, pixels.length)
  dequantise(integers instanceof Int32Array ? integers : Int32Array.from(integers, Number), pixels, {
    scale,
    zero,
    blank,
    method: coding.dither,
    seed: coding.ditherSeed,
    tile: index,
  })
}

/** The bytes of floats that were not quantised, which only some of the algorithms can hold. */
function unpackBytes({ algorithm }: TileCoding, bytes: Uint8Array, limit: number, size: number): Uint8Array {
  if (algorithm === 'NOCOMPRESS') return bytes
  if (algorithm === 'GZIP_1') return inflateTile(bytes, limit)
  if (algorithm === 'GZIP_2') return unshuffled(inflateTile(bytes, limit), size)
  throw damaged(`Floats in ${algorithm} need ZSCALE, which is missing`)
}

function decodeIntegers(
  { algorithm, rice, smooth }: TileCoding,
  { shape }: PackedTile,
  bytes: Uint8Array,
  count: number,
) {
  switch (algorithm) {
    case 'RICE_1':
      return decodeRice(bytes, count, rice)
    case 'PLIO_1':
      return decodePlio(bytes, count)
    case 'HCOMPRESS_1':
      return decodeHcompress(bytes, planeShape(shape), smooth)
    case 'NOCOMPRESS':
      return integersOfAnySize(bytes, count)
    case 'GZIP_1':
      return integersOfAnySize(inflateTile(bytes, 8 * count), count)
    case 'GZIP_2': {
      const inflated = inflateTile(bytes, 8 * count)
      return integersOfAnySize(unshuffled(inflated, integerSize(inflated, count)), count)
    }
  }
}

/** The size of the integers is not declared: writers use that of ZBITPIX or 4 bytes. It follows from their number. */
function integersOfAnySize(bytes: Uint8Array, count: number): ScalarArray {
  return decodeScalars(bytes, ({ 1: 'u1', 2: 'i2', 4: 'i4', 8: 'i8' } as const)[integerSize(bytes, count)], true)
}

function integerSize(bytes: Uint8Array, count: number): 1 | 2 | 4 | 8 {
  const size = ([1, 2, 4, 8] as const).find(each => each * count === bytes.length)
  if (size !== undefined) return size
  throw damaged(`The tile unpacks to ${bytes.length} bytes, which are no ${count} integers`)
}

function scalarsOf(bytes: Uint8Array, kind: PlainKind, count: number): ScalarArray {
  if (bytes.length !== count * scalarSize(kind))
    throw damaged(`The tile holds ${bytes.length} bytes; ${count} pixels need ${count * scalarSize(kind)}`)
  return decodeScalars(bytes, kind, true)
}

/** HCOMPRESS_1 knows two axes: all others must be of length 1. */
function planeShape(shape: readonly number[]): [number, number] {
  const axes = shape.filter(length => length !== 1)
  const [rows, columns] = shape.length >= 2 ? shape.slice(-2) : [1, ...shape]
  if (axes.length > 2 || rows * columns !== pixelCount(shape))
    throw damaged(`HCOMPRESS_1 packs images of two axes; the tile is of ${shape.join(' x ')} pixels`)
  return [rows, columns]
}

/** Copies numbers into an array of another type, as its type has them. */
function assign(pixels: ScalarArray, values: ScalarArray): void {
  if (pixels instanceof BigInt64Array || pixels instanceof BigUint64Array) {
    if (values instanceof BigInt64Array || values instanceof BigUint64Array) pixels.set(values)
    else for (let i = 0; i < pixels.length; i++) pixels[i] = BigInt(values[i])
  } else if (values instanceof BigInt64Array || values instanceof BigUint64Array) {
    for (let i = 0; i < pixels.length; i++) pixels[i] = Number(values[i])
  } else pixels.set(values)
}
