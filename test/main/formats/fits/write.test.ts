import { globSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../../main/domain/errors.ts'
import { bytesSource, withFileSource } from '../../../../main/formats/byteSource.ts'
import { buildCards, commentaryCards, updateCards } from '../../../../main/formats/fits/cardBuilder.ts'
import { openFits } from '../../../../main/formats/fits/file.ts'
import { FitsHeader } from '../../../../main/formats/fits/header.ts'
import { firstImage, readImage } from '../../../../main/formats/fits/image.ts'
import { headerForFloatImage } from '../../../../main/formats/fits/keptCards.ts'
import { writeFitsImage } from '../../../../main/formats/fits/write.ts'
import { fitsverify, fitsverifyBytes, noFitsverify } from '../../../support/fitsverify.ts'
import { noTestData, testData, testDataPath } from '../../../support/testData.ts'

const image = { width: 3, height: 2, data: Float32Array.from([0, -1.5, Number.NaN, 1e-20, 3e38, 7]) }

describe('cards', () => {
  it('have fixed format: T in column 30, numbers flush right, strings of at least 8 characters', () => {
    expect(buildCards('SIMPLE', true, 'ok')).toEqual(['SIMPLE  =                    T / ok'.padEnd(80)])
    expect(buildCards('CRPIX1', 37.75)).toEqual(['CRPIX1  =                37.75'.padEnd(80)])
    expect(buildCards('NAXIS', 2)).toEqual(['NAXIS   =                    2'.padEnd(80)])
    expect(buildCards('PHOTFLAM', 7.07236e-20)).toEqual(['PHOTFLAM=          7.07236E-20'.padEnd(80)])
    expect(buildCards('BIG', 1e25)).toEqual(['BIG     =               1.0E25'.padEnd(80)])
    expect(buildCards('BUNIT', 'Jy', 'unit')).toEqual(["BUNIT   = 'Jy      '           / unit".padEnd(80)])
    expect(buildCards('OBJECT', "O'Neil")).toEqual(["OBJECT  = 'O''Neil '".padEnd(80)])
  })

  it('with what FITS cannot hold are refused or made printable', () => {
    expect(() => buildCards('A', Number.NaN)).toThrow(/A is NaN/)
    expect(() => buildCards('A=B', 1)).toThrow(/cannot be a FITS keyword/)
    expect(new FitsHeader(buildCards('UNIT', 'µJy\n2')).value('UNIT')).toBe('?Jy 2')
  })

  it('of any value are read back as that value, 80 characters each', () => {
    const keyword = fc.constantFrom('A', 'LONGNAME', 'WITH-_9', 'subarc run id', 'ESO DET DIT')
    const text = fc.string({ unit: fc.constantFrom("'", 'a', '&', ' ', '/', '=', 'b'), maxLength: 300 })
    const value = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.maxSafeInteger(), text)
    fc.assert(
      fc.property(keyword, value, fc.string({ maxLength: 90 }), (name, original, comment) => {
        const cards = buildCards(name, original, comment)
        expect(cards.every(card => /^[\x20-\x7e]{80}$/.test(card))).toBe(true)
        // Trailing blanks of a string mean nothing (section 4.2.1.1); a single trailing & would mean that it goes on.
        const expected = typeof original === 'string' ? original.trimEnd() : original === 0 ? 0 : original
        expect(new FitsHeader(cards).value(name)).toBe(expected)
      }),
      { numRuns: 500 },
    )
  })

  it('HISTORY is split at 72 characters, between words', () => {
    const text = 'Super-resolved by network A, run 17, from the image of the Hyper Suprime-Cam survey, with care'
    const cards = commentaryCards('HISTORY', text)
    expect(cards.map(card => card.length)).toEqual([80, 80])
    expect(cards.map(card => card.slice(8).trim()).join(' ')).toBe(text)
    expect(commentaryCards('COMMENT', 'x'.repeat(150)).map(card => card.trimEnd().length)).toEqual([80, 80, 14])
  })

  it('are replaced where they stand, with their CONTINUE cards, or appended', () => {
    const long = buildCards('NOTE', 'x'.repeat(100))
    const cards = [...buildCards('A', 1), ...long, ...buildCards('B', 2), ...commentaryCards('HISTORY', 'old')]
    const updates = [...buildCards('NOTE', 'short'), ...buildCards('C', 3), ...commentaryCards('HISTORY', 'new')]
    expect(updateCards(cards, updates).map(card => card.slice(0, 30).trimEnd())).toEqual([
      'A       =                    1',
      "NOTE    = 'short   '",
      'B       =                    2',
      'HISTORY old',
      'C       =                    3',
      'HISTORY new',
    ])
  })
})

describe('a FITS image that is written', () => {
  it('is read back to the bit, header and pixels', async () => {
    const cards = [...buildCards('BUNIT', 'electron/s'), ...buildCards('EXPTIME', 2200.5, '[s]')]
    const bytes = writeFitsImage({ image, cards, extraCards: commentaryCards('HISTORY', 'made by a test') })
    expect(bytes.length % 2880).toBe(0)
    const file = await openFits(bytesSource(bytes))
    const read = await readImage(file, 0)
    expect(read.image).toEqual(image)
    expect(read.unit).toBe('electron/s')
    expect(read.header.cards.slice(5, -2)).toEqual([...cards, ...commentaryCards('HISTORY', 'made by a test')])
    expect(file.hdus.length).toBe(1)
    expect(file.problem).toBeUndefined()
  })

  it('drops the cards that no longer hold, and keeps all others card for card', () => {
    const stale = ['SIMPLE', 'BITPIX', 'NAXIS', 'NAXIS1', 'NAXIS3', 'BSCALE', 'BZERO', 'BLANK', 'CHECKSUM', 'DATASUM']
      .concat(['PCOUNT', 'GCOUNT', 'EXTNAME', 'EXTVER', 'DATAMAX', 'EXTEND'])
      .flatMap(keyword => buildCards(keyword, 1))
    const odd = 'odd card without a value, from an old instrument'.padEnd(80)
    const good = [...buildCards('CRPIX1', 3), odd, ' '.repeat(80), ...commentaryCards('COMMENT', 'NAXIS of old')]
    expect(headerForFloatImage(["XTENSION= 'IMAGE   '".padEnd(80), ...stale, ...good])).toEqual(good)
  })

  it.skipIf(noFitsverify !== '')(`passes fitsverify without a warning${noFitsverify}`, () => {
    const extraCards = [
      ...buildCards('NOTE', `a long 'string' & more, `.repeat(12), 'with a comment'),
      ...['CTYPE1', 'CTYPE2'].flatMap((name, i) => buildCards(name, ['RA---TAN', 'DEC--TAN'][i])),
      ...['CRVAL1', 'CRVAL2', 'CRPIX1', 'CRPIX2', 'CDELT1', 'CDELT2'].flatMap(name => buildCards(name, 37.75)),
      ...buildCards('WCSAXES', 2),
      ...buildCards('PHOTFLAM', 7.07236e-20),
      ...buildCards('TINY', -1.2345678901234568e-300),
      ...buildCards('subarc run id', 'r17'),
      ...buildCards('EMPTY', ''),
      ...commentaryCards('HISTORY', 'word '.repeat(60)),
    ]
    expect(fitsverifyBytes(writeFitsImage({ image, extraCards }))).toEqual([])
  })

  it.skipIf(testData === undefined || noFitsverify !== '')(
    `draws no warning from fitsverify that its input does not draw itself${noTestData}${noFitsverify}`,
    async () => {
      const paths = globSync('fits-{lenses,torture}/**/*.fits', { cwd: testDataPath() }).sort()
      const exported: string[] = []
      for (const path of paths) {
        const bytes = await exportedWithOwnHeader(testDataPath(path))
        if (bytes === undefined) continue
        const allowed = fitsverify(testDataPath(path))
        expect({ path, added: fitsverifyBytes(bytes).filter(line => !allowed.includes(line)) }).toEqual({
          path,
          added: [],
        })
        exported.push(path)
      }
      expect(exported.length).toBeGreaterThan(60)
    },
  )
})

/** The first image of a file, written anew with the header that it has; undefined where the file has no image. */
async function exportedWithOwnHeader(path: string): Promise<Uint8Array | undefined> {
  try {
    return await withFileSource(path, async source => {
      const file = await openFits(source)
      const { image: original, header } = await readImage(file, firstImage(file).index)
      return writeFitsImage({ image: original, cards: header.cards })
    })
  } catch (error) {
    if (error instanceof AppError) return undefined
    throw error
  }
}
