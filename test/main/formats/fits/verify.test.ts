import { globSync } from 'node:fs'
import { basename } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bytesSource, withFileSource } from '../../../../main/formats/byteSource.ts'
import { buildCards } from '../../../../main/formats/fits/cardBuilder.ts'
import { imageHdu, type NewHdu } from '../../../../main/formats/fits/imageHdu.ts'
import { verifyFits } from '../../../../main/formats/fits/verify/verify.ts'
import { writeFits } from '../../../../main/formats/fits/write.ts'
import { fitsverify, noFitsverify } from '../../../support/fitsverify.ts'
import { noTestData, testData, testDataPath } from '../../../support/testData.ts'

const image = (cards: readonly string[] = []): NewHdu =>
  imageHdu({ shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6), cards }, 'primary')

const told = async (bytes: Uint8Array) =>
  (await verifyFits(bytesSource(bytes))).findings.map(
    ({ severity, hdu, card, message }) => `${severity} ${hdu ?? '-'} ${card ?? '-'}: ${message}`,
  )

const card = (text: string): string => text.padEnd(80)
const withCards = (...cards: string[]) => told(writeFits([image(cards.map(card))]))

/** A written file with its header changed as text, the checksums taken out. */
const changed = (change: (text: string) => string) => {
  const bytes = Buffer.from(writeFits([image()], 'present'))
  bytes.write(
    change(bytes.toString('latin1', 0, 2880))
      .padEnd(2880)
      .slice(0, 2880),
    'latin1',
  )
  return told(bytes)
}

describe('a check of a FITS file', () => {
  it('finds nothing in what the product writes', async () => {
    const cards = [...buildCards('NOTE', 'long '.repeat(40)), ...buildCards('ESO DET DIT', 4)]
    const extension = imageHdu({ shape: [3], data: Uint16Array.of(1, 2, 3), name: 'SCI', cards }, 'extension')
    const report = await verifyFits(bytesSource(writeFits([image(), extension])))
    expect(report).toEqual({
      findings: [],
      hdus: [
        { index: 0, type: 'primary', name: '', dataSum: 'right', checksum: 'right' },
        { index: 1, type: 'image', name: 'SCI', dataSum: 'right', checksum: 'right' },
      ],
    })
  })

  it('says which card breaks which rule', async () => {
    expect(
      await withCards(
        'lower   =                    1',
        "OPEN    = 'no end",
        'WORD    = value',
        'TIGHT   =5',
        'EXPO    =               1.5e-3',
        'EXTNAME =                    5',
        'TWICE   =                    1',
        'TWICE   =                    2',
        "CONTINUE  'nothing'",
        'TAB     =                    1 / a\tb',
        'BLANK   =                   -1',
      ).then(findings => findings.map(line => line.replace(/: .*?(\.|;|$).*/, ': …'))),
    ).toEqual([
      'error 0 6: …',
      'error 0 7: …',
      'error 0 8: …',
      'error 0 9: …',
      'error 0 10: …',
      'error 0 11: …',
      'warning 0 13: …',
      'warning 0 14: …',
      'error 0 15: …',
    ])
    expect(await withCards('TIGHT   =5')).toEqual([
      'error 0 6: TIGHT: column 10 must be blank, or the card has no value for strict readers.',
    ])
    expect(await withCards('TAB     = 1 / a\tb')).toEqual([
      'error 0 6: Column 16 holds the byte 0x09; headers have printable ASCII (0x20 to 0x7e) only.',
    ])
  })

  it('wants the mandatory keywords in their order and format', async () => {
    expect(await changed(text => text.replace(/(BITPIX.{74})(NAXIS .{74})/, '$2$1'))).toEqual([
      'error 0 3: BITPIX is card 3; it must be card 2.',
      'error 0 2: NAXIS is card 2; it must be card 3.',
    ])
    expect(
      await changed(text => text.replace('NAXIS1  =                    3', 'NAXIS1  = 3                   ')),
    ).toEqual(['error 0 4: NAXIS1: its value must end in column 30 (fixed format).'])
    const wcs = [...buildCards('CRPIX1', 1), ...buildCards('WCSAXES', 2)]
    expect(await withCards(...wcs)).toEqual([
      'error 0 -: WCSAXES must stand before all other WCS keywords; CRPIX1 comes first.',
    ])
  })

  it('notices wrong padding, wrong lengths, what is no HDU, and data that were changed', async () => {
    const bytes = writeFits([image()])
    const damaged = (change: (copy: Buffer) => void) => {
      const copy = Buffer.from(bytes)
      change(copy)
      return told(copy)
    }
    expect(await damaged(copy => copy.write('x', 2879))).toContain(
      'error 0 -: Behind END, the header must be filled up with blanks.',
    )
    expect(await damaged(copy => copy.write('x', 5759))).toEqual([
      'error 0 -: Behind the data, the block must be filled up with zeros.',
      'error 0 -: The data are not those that DATASUM was made from.',
      'error 0 -: The HDU is not the one that CHECKSUM was made from.',
    ])
    expect(await told(bytes.subarray(0, 2890))).toContain(
      'error 0 -: The file is cut short: 24 bytes of data are declared, 10 are there.',
    )
    expect(await told(bytes.subarray(0, 3000))).toContain(
      'error 0 -: The last block has 120 bytes; every block has 2880.',
    )
    expect((await told(Buffer.concat([bytes, Buffer.alloc(2880, 'x')])))[0]).toMatch(
      /^error - -: 2880 bytes behind HDU 0 are no HDU/,
    )
    expect((await told(Buffer.from('nothing')))[0]).toMatch(/^error - -: This is not a FITS file/)
  })

  it('does not list thousands of bad cards', async () => {
    const findings = await withCards(...Array.from({ length: 5000 }, (_, i) => `bad${i}`))
    expect(findings).toHaveLength(101)
    expect(findings[100]).toBe('error 0 -: 4900 more findings in this HDU are not listed.')
  })

  it.skipIf(testData === undefined || noFitsverify !== '')(
    `finds errors in the files in which fitsverify finds some${noTestData}${noFitsverify}`,
    async () => {
      const ours: string[] = []
      const theirs: string[] = []
      for (const path of globSync('fits-{lenses,torture}/**/*.fits', { cwd: testDataPath() }).sort()) {
        const { findings } = await withFileSource(testDataPath(path), verifyFits)
        const has = findings.some(({ severity }) => severity === 'error')
        const hasTheirs = fitsverify(testDataPath(path)).some(line => line.startsWith('*** Error'))
        if (has && !hasTheirs) ours.push(basename(path))
        if (!has && hasTheirs) theirs.push(basename(path))
      }
      // Wrong checksums are a warning there, an error here.
      expect(ours).toEqual(['chandra_time.fits', 'checksum_false.fits', 'memtest.fits'])
      // Random groups and the values in tables are not looked into.
      expect(theirs).toEqual(['group_invalid.fits', 'random_groups.fits', 'theap-gap.fits', 'vla_logical_pre_fix.fits'])
    },
  )
})
