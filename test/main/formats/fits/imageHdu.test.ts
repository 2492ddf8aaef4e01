import { globSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../../main/domain/errors.ts'
import { bytesSource, withFileSource } from '../../../../main/formats/byteSource.ts'
import { CARD_LENGTH } from '../../../../main/formats/fits/card.ts'
import { buildCards, commentaryCards } from '../../../../main/formats/fits/cardBuilder.ts'
import { type FitsFile, type Hdu, openFits } from '../../../../main/formats/fits/file.ts'
import { imageHdu, type NewImage } from '../../../../main/formats/fits/imageHdu.ts'
import { pixelKind } from '../../../../main/formats/fits/pixelKind.ts'
import { pixelType, readPixels } from '../../../../main/formats/fits/pixels.ts'
import { verifyChecksums } from '../../../../main/formats/fits/verify/checksums.ts'
import { writeFits } from '../../../../main/formats/fits/write.ts'
import { decodeScalars, type ScalarArray } from '../../../../main/formats/scalars.ts'
import { fitsverifyBytes, noFitsverify } from '../../../support/fitsverify.ts'
import { noTestData, testData, testDataPath } from '../../../support/testData.ts'

const primary = (image: NewImage) => writeFits([imageHdu(image, 'primary')])

/** One image of each number type that FITS can hold, with the extremes of the type. */
const IMAGES: Record<string, { readonly data: ScalarArray; readonly values: readonly number[] }> = {
  uint8: { data: Uint8Array.of(0, 1, 128, 255), values: [0, 1, 128, 255] },
  int8: { data: Int8Array.of(-128, -1, 0, 127), values: [-128, -1, 0, 127] },
  int16: { data: Int16Array.of(-32768, -1, 0, 32767), values: [-32768, -1, 0, 32767] },
  uint16: { data: Uint16Array.of(0, 1, 32768, 65535), values: [0, 1, 32768, 65535] },
  int32: { data: Int32Array.of(-(2 ** 31), -1, 0, 2 ** 31 - 1), values: [-(2 ** 31), -1, 0, 2 ** 31 - 1] },
  uint32: { data: Uint32Array.of(0, 1, 2 ** 31, 2 ** 32 - 1), values: [0, 1, 2 ** 31, 2 ** 32 - 1] },
  int64: { data: BigInt64Array.of(-(2n ** 53n), -1n, 0n, 2n ** 53n), values: [-(2 ** 53), -1, 0, 2 ** 53] },
  uint64: {
    data: BigUint64Array.of(0n, 1n, 2n ** 63n, 2n ** 63n + 2n ** 20n),
    values: [0, 1, 2 ** 63, 2 ** 63 + 2 ** 20],
  },
  float32: {
    data: Float32Array.of(-1.5, Number.NaN, 1e-30, 3e38),
    values: [-1.5, Number.NaN, Math.fround(1e-30), Math.fround(3e38)],
  },
  float64: { data: Float64Array.of(-1.5, Number.NaN, 1e-300, 1e300), values: [-1.5, Number.NaN, 1e-300, 1e300] },
}

describe('an image of any number type', () => {
  it.each(Object.entries(IMAGES))('%s is read back exactly, as what it was', async (type, { data, values }) => {
    const file = await openFits(bytesSource(primary({ shape: [2, 2], data })))
    expect(pixelType(file.hdus[0])).toBe(type)
    expect(file.hdus[0].shape).toEqual([2, 2])
    expect([...(await readPixels(file, file.hdus[0]))]).toEqual(values)
    expect(await verifyChecksums(file, file.hdus[0])).toEqual({ dataSum: 'right', checksum: 'right' })
  })

  it.skipIf(noFitsverify !== '')(`passes fitsverify without a warning${noFitsverify}`, () => {
    for (const [type, { data }] of Object.entries(IMAGES))
      expect({ type, findings: fitsverifyBytes(primary({ shape: [2, 2], data })) }).toEqual({ type, findings: [] })
  })

  it('marks integer pixels without a value by BLANK, which the unsigned convention shifts with the others', async () => {
    for (const data of [Int16Array.of(5, -99, 7, 0), Uint16Array.of(5, 65535, 7, 0)]) {
      const file = await openFits(bytesSource(primary({ shape: [2, 2], data, blank: data[1] })))
      expect([...(await readPixels(file, file.hdus[0]))]).toEqual([5, Number.NaN, 7, 0])
    }
    const { hdus } = await openFits(
      bytesSource(primary({ shape: [1], data: BigInt64Array.of(1n), blank: -(2n ** 63n) })),
    )
    expect(hdus[0].header.valueText('BLANK')).toBe('-9223372036854775808')
  })

  it('is refused where its shape is not that of its data', () => {
    expect(() => imageHdu({ shape: [2, 3], data: new Float32Array(5) }, 'primary')).toThrow(/2 x 3.*5 values/)
  })
})

describe('a file of several HDUs', () => {
  const bytes = writeFits([
    imageHdu({ shape: [], data: new Uint8Array(), cards: buildCards('ORIGIN', 'a test') }, 'primary with extensions'),
    imageHdu({ shape: [2, 2], data: IMAGES.float32.data, name: 'SCI' }, 'extension'),
    imageHdu({ shape: [3, 1, 2], data: new Uint16Array(6), name: 'CUBE', version: 2 }, 'extension'),
  ])

  it('lists them by name, each with true checksums', async () => {
    const file = await openFits(bytesSource(bytes))
    expect(file.problem).toBeUndefined()
    expect(file.hdus.map(({ type, name, version, shape }) => ({ type, name, version, shape }))).toEqual([
      { type: 'primary', name: '', version: 1, shape: [] },
      { type: 'image', name: 'SCI', version: 1, shape: [2, 2] },
      { type: 'image', name: 'CUBE', version: 2, shape: [3, 1, 2] },
    ])
    for (const hdu of file.hdus)
      expect(await verifyChecksums(file, hdu)).toEqual({ dataSum: 'right', checksum: 'right' })
  })

  it.skipIf(noFitsverify !== '')(`passes fitsverify without a warning${noFitsverify}`, () => {
    expect(fitsverifyBytes(bytes)).toEqual([])
  })
})

describe('a header that is read and written back', () => {
  it('is the same card for card, whatever the other cards are', async () => {
    const odd = fc.string({ unit: fc.constantFrom(..." =/'&aZ9-_.é\x07"), maxLength: 80 }).map(text => text.padEnd(80))
    const name = fc.string({ unit: fc.constantFrom(...'ABCXYZ019_-'), minLength: 1, maxLength: 6 })
    const value = fc.oneof(
      fc.string({ maxLength: 200 }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
    )
    const cards = fc.oneof(
      odd.map(card => [card]),
      fc.tuple(name, value, fc.string({ maxLength: 20 })).map(([key, ...rest]) => buildCards(`Q${key}`, ...rest)),
      fc.string({ maxLength: 150 }).map(text => commentaryCards('HISTORY', text)),
      fc.constant(buildCards('ESO DET DIT', 4.5)),
    )
    const usable = (card: string) => !/^(END *$|NAXIS|SIMPLE|XTENSION|GROUPS|BLANK|BSCALE|BZERO|CONTINUE)/.test(card)
    await fc.assert(
      fc.asyncProperty(fc.array(cards, { maxLength: 60 }), async groups => {
        const others = groups.flat().filter(usable)
        const image = { shape: [1, 2], data: Float32Array.of(1, 2) }
        const first = writeFits([imageHdu({ ...image, cards: others }, 'primary')], 'present')
        const { hdus } = await openFits(bytesSource(first))
        expect(hdus[0].header.cards.slice(5)).toEqual(others)
        const second = writeFits([imageHdu({ ...image, cards: hdus[0].header.cards }, 'primary')], 'present')
        expect(Buffer.compare(first, second)).toBe(0)
      }),
    )
  })

  it.skipIf(testData === undefined)(`is the same for every image of the test data${noTestData}`, async () => {
    const changed: Record<string, string> = {}
    let same = 0
    for (const path of globSync('fits-{lenses,torture}/**/*.fits', { cwd: testDataPath() }).sort()) {
      await withFileSource(testDataPath(path), async source => {
        const file = await openFits(source)
        for (const hdu of file.hdus) {
          const before = hdu.header.cards
          const after = await writtenBack(file, hdu)
          if (after === undefined) continue
          const differing = after.filter(card => !before.includes(card)).map(card => card.slice(0, 8).trim())
          if (before.join('') === after.join('')) same += 1
          else changed[`${path} ${hdu.index}`] = differing.join(' ') || 'order'
        }
      }).catch(error => expect(error).toBeInstanceOf(AppError))
    }
    expect(same).toBeGreaterThan(150)
    // What the standard does not allow, and checksums that were wrong.
    expect(changed).toEqual({
      'fits-torture/astropy/checksum_false.fits 0': 'CHECKSUM DATASUM',
      'fits-torture/astropy/verify.fits 0': 'order',
      'fits-torture/astropy_wcs/header_newlines.fits 0': 'CHECKSUM DATASUM',
      'fits-torture/astropy_wcs/header_with_time.fits 0': 'SIMPLE',
      'fits-torture/astropy_wcs/header_with_time_wcslib71.fits 0': 'SIMPLE',
      'fits-torture/astropy_wcs/validate.fits 1': 'CHECKSUM DATASUM',
    })
  })
})

/** The cards of an image HDU after writing it with the numbers that the file stores; undefined where it is no image. */
async function writtenBack(file: FitsFile, hdu: Hdu): Promise<string[] | undefined> {
  if ((hdu.type !== 'primary' && hdu.type !== 'image') || hdu.truncated || hdu.dataSize > 2 ** 26) return undefined
  const bytes = await file.source.read(hdu.dataOffset, hdu.dataSize)
  const data = decodeScalars(bytes, pixelKind(hdu.bitpix), true)
  const place = hdu.type === 'primary' ? 'primary' : 'extension'
  const image = imageHdu({ shape: hdu.shape, data, asStored: true, cards: hdu.header.cards }, place)
  const written = Buffer.from(writeFits([image], 'present'))
  const text = written.toString('latin1', 0, written.length - Math.ceil(hdu.dataSize / 2880) * 2880)
  const end = text.match(/.{80}/gs)?.findIndex(card => /^END {77}$/.test(card)) ?? -1
  return Array.from({ length: end }, (_, i) => text.slice(i * CARD_LENGTH, (i + 1) * CARD_LENGTH))
}
