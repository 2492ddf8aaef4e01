import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bytesSource } from '../../../../main/formats/byteSource.ts'
import { type FitsFile, openFits } from '../../../../main/formats/fits/file.ts'
import { readPixels } from '../../../../main/formats/fits/pixels.ts'
import { heapRange } from '../../../../main/formats/fits/table/descriptors.ts'
import { appErrorOf } from '../expectAppError.ts'

const packed = readFileSync(join(import.meta.dirname, '../../../fixtures/fits/compressed.fits.gz'))
const { source } = await openFits(bytesSource(packed))
const original = Buffer.from(await source.read(0, source.size))

const named = (file: FitsFile, name: string) => {
  const hdu = file.hdus.find(each => each.name === name.toUpperCase())
  if (hdu === undefined) throw new Error(`the fixture has no ${name}`)
  return hdu
}
const whole = await openFits(bytesSource(original))

/** The fixture with the cards of one image changed. */
async function withCards(name: string, changes: Record<string, string>): Promise<FitsFile> {
  const bytes = Buffer.from(original)
  const { dataOffset, header } = named(whole, name)
  const start = bytes.lastIndexOf('XTENSION', dataOffset, 'latin1')
  for (const [keyword, value] of Object.entries(changes)) {
    const card = header.cardIndex(keyword) ?? header.cards.length - 1
    bytes.write(`${keyword.padEnd(8)}= ${value}`.padEnd(80), start + card * 80, 'latin1')
  }
  return openFits(bytesSource(bytes))
}

describe('the tiles of an image', () => {
  it('are found by descriptors of 64 bits as well', async () => {
    const hdu = named(whole, 'rice_i16')
    const rows = hdu.shape[0]
    const table = original.subarray(hdu.dataOffset, hdu.dataOffset + rows * 8)
    const heap = original.subarray(hdu.dataOffset + rows * 8, hdu.dataOffset + hdu.dataSize)
    const wide = Buffer.alloc(rows * 16)
    for (let i = 0; i < rows * 2; i++) wide.writeBigInt64BE(BigInt(table.readInt32BE(4 * i)), 8 * i)
    const start = original.lastIndexOf('XTENSION', hdu.dataOffset, 'latin1')
    const header = original
      .toString('latin1', start, hdu.dataOffset)
      .replace(/NAXIS1 {2}= +8 /, match => match.replace(' 8 ', '16 '))
      .replace("TFORM1  = '1PB", "TFORM1  = '1QB")
    const data = Buffer.concat([wide, heap])
    const file = await openFits(
      bytesSource(Buffer.concat([original.subarray(0, 2880), Buffer.from(header, 'latin1'), data])),
    )
    expect(file.hdus[1].header.string('TFORM1')).toMatch(/^1QB/)
    expect(await readPixels(file, file.hdus[1])).toEqual(await readPixels(whole, hdu))
  })

  it.each([
    ['rice_i16', { ZCMPTYPE: "'ZSTD_1'" }, /ZCMPTYPE is ZSTD_1; the standard knows RICE_1, GZIP_1/],
    ['rice_i16', { ZTILE1: '0' }, /ZTILE1 is 0, not a count of pixels/],
    ['rice_i16', { ZNAXIS2: '5000' }, /the image has 5000 tiles, the table 19 rows \(NAXIS2\)/],
    ['rice_i16', { ZNAXIS1: '14000000', ZTILE1: '14000000' }, /tile 1 .*bytes of RICE_1 cannot hold 14000000 pixels/],
    ['rice_i16', { ZVAL2: '3' }, /BYTEPIX is 3; the standard knows 1, 2, 4/],
    ['gzip2_i16', { ZNAXIS1: '25', ZTILE1: '25' }, /^HDU \d+, tile 1 \(bytes \d+ to \d+\): /],
    ['hcompress_i16', { ZNAXIS1: '27', ZTILE1: '27' }, /are of 19 x 26 pixels, the tile of 19 x 27/],
    ['rice1_f32_dither1', { ZQUANTIZ: "'DITHER_9'" }, /ZQUANTIZ is DITHER_9, which the standard does not know/],
    ['rice1_f32_dither1', { ZDITHER0: '20000' }, /ZDITHER0 is 20000; the standard allows 1 to 10000/],
    [
      'rice_i16',
      { PCOUNT: '100' },
      /the descriptor of tile \d+ in COMPRESSED_DATA points to \d+ bytes at \d+ of a heap of 100/,
    ],
  ])('of %s are refused where its header says %o', async (name, changes, message) => {
    const file = await withCards(name, changes)
    const error = await appErrorOf(() => readPixels(file, file.hdus[named(whole, name).index]))
    expect(error.message).toMatch(message)
    expect(error.message).toMatch(/^HDU \d+[:, ]/)
  })

  it('are refused where they lie over each other, by which few bytes could claim much memory', async () => {
    const bytes = Buffer.from(original)
    const hdu = named(whole, 'rice_noise_i16')
    const { size } = heapRange(hdu)
    for (let row = 0; row < hdu.shape[0]; row++) {
      bytes.writeInt32BE(size, hdu.dataOffset + 8 * row)
      bytes.writeInt32BE(0, hdu.dataOffset + 8 * row + 4)
    }
    const file = await openFits(bytesSource(bytes))
    const error = await appErrorOf(() => readPixels(file, file.hdus[hdu.index]))
    expect(error.message).toMatch(/its tiles claim \d+ bytes of a heap of \d+ \(PCOUNT\): they overlap/)
  })
})
