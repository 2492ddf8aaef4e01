import { gzipSync } from 'fflate'
import type { FloatImage } from '../../../domain/image.ts'
import { swapBytes } from '../../scalars.ts'
import { buildCards } from '../cardBuilder.ts'
import { addToSum } from '../checksum.ts'
import type { NewHdu } from '../imageHdu.ts'
import { DitherCursor } from './dither.ts'
import { QUANTISED_BLANK, quantiseTile } from './quantiseTile.ts'
import { RICE_BLOCK, riceEncode } from './riceEncode.ts'

/** Tiles are whole rows, as many as make about this many pixels. */
const TILE_PIXELS = 4096

/** Steps to a standard deviation of the noise: rounding then adds 0.3 % to it (a step squared over 12, in variance). */
const LEVELS_PER_SIGMA = 4

/** A row of the table: two descriptors of 2 x 32 bits, two doubles. */
const ROW_BYTES = 32

interface Tile {
  readonly packed: Uint8Array
  /** Undefined: kept losslessly by gzip. */
  readonly scaling: { readonly scale: number; readonly zero: number } | undefined
}

/**
 * A float image as a RICE_1-compressed extension (FITS standard 4.0, section 10): each tile quantised by its own noise
 * with subtractive dither, NaN as ZBLANK. Not lossless: values move by at most an eighth of the noise. Tiles without noise
 * to measure (constant ones, ones of NaN) are kept exactly.
 *
 * @param cards all cards but those of the structure
 */
export function compressedHdu(
  image: FloatImage,
  { name, cards = [] }: { readonly name: string; readonly cards?: readonly string[] },
): NewHdu {
  const { width, height, data } = image
  const rows = Math.min(height, Math.max(1, Math.ceil(TILE_PIXELS / width)))
  // The dither begins where the content says: the same image gives the same file.
  const dither = 1 + (addToSum(bigEndian(data.subarray(0, rows * width))) % 10_000)
  const tiles: Tile[] = []
  for (let y = 0; y < height; y += rows) {
    tiles.push(packTile(data.subarray(y * width, (y + rows) * width), width, new DitherCursor(tiles.length, dither)))
  }
  const heapSize = tiles.reduce((size, { packed }) => size + packed.length, 0)
  return {
    cards: [
      ...tableCards(tiles, heapSize),
      ...compressionCards(width, height, rows, dither),
      ...buildCards('EXTNAME', name, 'name of this HDU'),
      ...cards,
    ],
    dataSize: tiles.length * ROW_BYTES + heapSize,
    fill: target => fillTable(target, tiles),
  }
}

function packTile(values: Float32Array, width: number, dither: DitherCursor): Tile {
  const quantised = quantiseTile(values, width, dither, LEVELS_PER_SIGMA)
  if (quantised === undefined) return { packed: gzipSync(bigEndian(values), { mtime: 0 }), scaling: undefined }
  return { packed: riceEncode(quantised.integers), scaling: quantised }
}

function bigEndian(values: Float32Array): Buffer {
  const bytes = Buffer.from(Uint8Array.from(new Uint8Array(values.buffer, values.byteOffset, values.byteLength)).buffer)
  swapBytes(bytes, 4)
  return bytes
}

function fillTable(target: Buffer, tiles: readonly Tile[]): void {
  let heap = 0
  for (const [i, { packed, scaling }] of tiles.entries()) {
    const row = i * ROW_BYTES
    const descriptor = row + (scaling === undefined ? 8 : 0)
    target.writeUInt32BE(packed.length, descriptor)
    target.writeUInt32BE(heap, descriptor + 4)
    target.writeDoubleBE(scaling?.scale ?? 0, row + 16)
    target.writeDoubleBE(scaling?.zero ?? 0, row + 24)
    target.set(packed, tiles.length * ROW_BYTES + heap)
    heap += packed.length
  }
}

function tableCards(tiles: readonly Tile[], heapSize: number): string[] {
  const longest = (isRice: boolean) =>
    tiles.reduce(
      (size, { packed, scaling }) => ((scaling !== undefined) === isRice ? Math.max(size, packed.length) : size),
      0,
    )
  return [
    buildCards('XTENSION', 'BINTABLE', 'binary table extension'),
    buildCards('BITPIX', 8, 'bytes'),
    buildCards('NAXIS', 2, 'number of axes'),
    buildCards('NAXIS1', ROW_BYTES, 'bytes a row of the table'),
    buildCards('NAXIS2', tiles.length, 'rows of the table: one a tile'),
    buildCards('PCOUNT', heapSize, 'bytes of packed tiles behind the table'),
    buildCards('GCOUNT', 1, 'one group'),
    buildCards('TFIELDS', 4, 'columns of the table'),
    buildCards('TTYPE1', 'COMPRESSED_DATA', 'packed tile'),
    buildCards('TFORM1', `1PB(${longest(true)})`),
    buildCards('TTYPE2', 'GZIP_COMPRESSED_DATA', 'tile kept without loss'),
    buildCards('TFORM2', `1PB(${longest(false)})`),
    buildCards('TTYPE3', 'ZSCALE', 'step of the quantised values'),
    buildCards('TFORM3', '1D'),
    buildCards('TTYPE4', 'ZZERO', 'zero of the quantised values'),
    buildCards('TFORM4', '1D'),
  ].flat()
}

function compressionCards(width: number, height: number, rows: number, dither: number): string[] {
  return [
    buildCards('ZIMAGE', true, 'the table holds a compressed image'),
    buildCards('ZTENSION', 'IMAGE', 'type of the image'),
    buildCards('ZBITPIX', -32, 'IEEE single precision'),
    buildCards('ZNAXIS', 2, 'number of axes of the image'),
    buildCards('ZNAXIS1', width, 'pixels a row'),
    buildCards('ZNAXIS2', height, 'rows'),
    buildCards('ZPCOUNT', 0, 'no parameters'),
    buildCards('ZGCOUNT', 1, 'one group'),
    buildCards('ZTILE1', width, 'width of a tile'),
    buildCards('ZTILE2', rows, 'height of a tile'),
    buildCards('ZCMPTYPE', 'RICE_1', 'compression'),
    buildCards('ZNAME1', 'BLOCKSIZE', 'pixels coded alike'),
    buildCards('ZVAL1', RICE_BLOCK),
    buildCards('ZNAME2', 'BYTEPIX', 'bytes of a quantised value'),
    buildCards('ZVAL2', 4),
    buildCards('ZQUANTIZ', 'SUBTRACTIVE_DITHER_1', 'how values became integers'),
    buildCards('ZDITHER0', dither, 'where the dither begins'),
    buildCards('ZBLANK', QUANTISED_BLANK, 'stands for NaN'),
  ].flat()
}
