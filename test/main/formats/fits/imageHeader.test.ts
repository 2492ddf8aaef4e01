import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { bytesSource } from '../../../../main/formats/byteSource.ts'
import { buildCards } from '../../../../main/formats/fits/cardBuilder.ts'
import { openFits } from '../../../../main/formats/fits/file.ts'
import { imageHeader, inheritedHeader } from '../../../../main/formats/fits/imageHeader.ts'
import { readImageBytes } from '../../../../main/formats/readers.ts'

function hdu(fields: Record<string, string | number | boolean>, data = 0): Buffer {
  const cards = [...Object.entries(fields).flatMap(([name, value]) => buildCards(name, value)), 'END'.padEnd(80)]
  return Buffer.concat([Buffer.from(cards.join('').padEnd(2880)), Buffer.alloc(data)])
}

const primary = {
  SIMPLE: true,
  BITPIX: 8,
  NAXIS: 0,
  EXTEND: true,
  EXPTIME: 300,
  FILTER: 'F814W',
  NOTE: 'long '.repeat(30),
}
const image = { XTENSION: 'IMAGE', BITPIX: 16, NAXIS: 2, NAXIS1: 4, NAXIS2: 3, PCOUNT: 0, GCOUNT: 1, FILTER: 'own' }

it('an extension inherits what it asks for, from a primary HDU without data, and what it has itself goes before', async () => {
  const bytes = Buffer.concat([hdu(primary), hdu({ ...image, INHERIT: true }, 2880), hdu(image, 2880)])
  const file = await openFits(bytesSource(bytes))
  const header = inheritedHeader(file, file.hdus[1])
  expect(['EXPTIME', 'FILTER', 'NOTE', 'BITPIX', 'NAXIS'].map(keyword => header.value(keyword))).toEqual([
    300,
    'own',
    'long '.repeat(30).trimEnd(),
    16,
    2,
  ])
  expect(header.keywords()).not.toContain('SIMPLE')
  expect(inheritedHeader(file, file.hdus[2]).value('EXPTIME')).toBeUndefined()
  const read = await readImageBytes(bytes, 'inherits.fits')
  expect(read.metadata).toMatchObject({ EXPTIME: 300, FILTER: 'own' })
  expect(read.cards).toEqual(file.hdus[1].header.cards)
})

it('a primary HDU with data passes nothing on', async () => {
  const withData = { ...primary, NAXIS: 1, NAXIS1: 8 }
  const file = await openFits(bytesSource(Buffer.concat([hdu(withData, 2880), hdu({ ...image, INHERIT: true }, 2880)])))
  expect(inheritedHeader(file, file.hdus[1]).value('EXPTIME')).toBeUndefined()
})

it('the header of a compressed image is that of the image, without a word of the table or of the compression', async () => {
  const packed = readFileSync(join(import.meta.dirname, '../../../fixtures/fits/compressed.fits.gz'))
  const { hdus } = await openFits(bytesSource(packed))
  const cube = imageHeader(hdus.find(({ name }) => name === 'CUBE') ?? hdus[0])
  expect(cube.cards.map(card => card.slice(0, 30).replace(/ +/g, ' ').trim())).toEqual([
    "XTENSION= 'IMAGE '",
    'BITPIX = 16',
    'NAXIS = 3',
    'NAXIS1 = 26',
    'NAXIS2 = 19',
    'NAXIS3 = 3',
    'PCOUNT = 0',
    'GCOUNT = 1',
    "EXTNAME = 'CUBE '",
    "NOTE = 'of the image'",
  ])
  for (const { type, header } of hdus.slice(1)) {
    const keywords = imageHeader({ type, header }).keywords()
    expect(keywords.filter(keyword => /^(Z[A-Z]|TTYPE|TFORM|TFIELDS)/.test(keyword))).toEqual([])
  }
})
