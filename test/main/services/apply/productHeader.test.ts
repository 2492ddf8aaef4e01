import { globSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { buildCards } from '../../../../main/formats/fits/cardBuilder.ts'
import { FitsHeader } from '../../../../main/formats/fits/header.ts'
import { writeFitsImage } from '../../../../main/formats/fits/write.ts'
import { readImageBytes, readImageFile } from '../../../../main/formats/readers.ts'
import { productHeader } from '../../../../main/services/apply/productHeader.ts'
import type { ProductFacts } from '../../../../main/services/apply/provenance.ts'
import { noTestData, testData, testDataPath } from '../../../support/testData.ts'

const facts: ProductFacts = {
  version: '1.2.3',
  createdAt: '2026-03-14T15:09:26.535Z',
  inputName: 'lens.fits',
  factor: 2,
  network: 'ResnetSISR 3 x 32, x2',
  runName: 'Lenses, quick',
  runId: 'run-1',
  recipe: 'quick',
  checkpoint: 'best',
  device: 'onnx:cpu',
  weightsSha256: 'a'.repeat(64),
  datasetName: 'Lenses',
  datasetHash: 'b'.repeat(64),
  calibrated: true,
  fluxConvention: 'sum',
  offset: { dx: 0, dy: 0 },
  unit: 'electron/s',
  pixelScaleArcsec: 0.1,
  warnings: [],
}

const input = [
  buildCards('TELESCOP', 'HST'),
  buildCards('BUNIT', 'electron/s'),
  buildCards('WCSAXES', 3),
  buildCards('CTYPE1', 'RA---TAN'),
  buildCards('CTYPE2', 'DEC--TAN'),
  buildCards('CTYPE3', 'WAVE'),
  buildCards('CRPIX1', 32.5),
  buildCards('CRPIX2', 10),
  buildCards('CRPIX3', 1),
  buildCards('CD1_1', -0.1 / 3600),
  buildCards('CD2_2', 0.1 / 3600),
  buildCards('CD3_3', 1),
  buildCards('PIXAR_SR', 4e-13),
  buildCards('DATASEC', '[1:64,1:64]'),
].flat()

const productOf = (cards: readonly string[], changes: Partial<ProductFacts> = {}) => {
  const { cards: kept, extraCards, warnings } = productHeader(cards, { ...facts, ...changes })
  const all = [...kept, ...extraCards]
  const history = all.filter(card => card.startsWith('HISTORY')).map(card => card.slice(8).trimEnd())
  return { header: new FitsHeader(all), history: history.join(' '), warnings, all }
}

describe('the header of a product', () => {
  it('puts the same sky on the new pixels, keeps what still holds, and drops what does not', () => {
    const { header, all } = productOf(input)
    expect(header.number('CRPIX1')).toBe(64.5)
    expect(header.number('CRPIX2')).toBe(19.5)
    expect(header.number('CD1_1')).toBeCloseTo(-0.05 / 3600, 15)
    expect(header.number('WCSAXES')).toBe(2)
    expect(header.number('PIXAR_SR')).toBeCloseTo(1e-13, 25)
    expect(header.string('TELESCOP')).toBe('HST')
    expect(header.string('BUNIT')).toBe('electron/s')
    expect(header.keywords()).not.toContain('DATASEC')
    expect(header.keywords().filter(keyword => keyword.includes('3'))).toEqual([])
    expect(all.every(card => card.length === 80)).toBe(true)
  })

  it('names what made it', () => {
    const { history } = productOf(input)
    for (const part of [
      'Subarc 1.2.3',
      'lens.fits',
      'ResnetSISR 3 x 32, x2',
      'run-1',
      'a'.repeat(64),
      'b'.repeat(64),
    ]) {
      expect(history).toContain(part)
    }
    expect(history).toContain('inferred from the training')
    expect(history).toContain('Pixel values are fluxes')
    expect(history).not.toContain('UNCALIBRATED')
  })

  it('says what must not be believed', () => {
    const { history, header } = productOf([], { calibrated: false, warnings: ['The pixel scale is 0.2 arcsec.'] })
    expect(history).toContain('UNCALIBRATED')
    expect(history).toContain('WARNING: The pixel scale is 0.2 arcsec.')
    expect(header.string('BUNIT')).toBeUndefined()
  })

  it('gives an input without a header what is known, and no position', () => {
    const { header } = productOf([])
    expect(header.keywords().sort()).toEqual(['BUNIT', 'DATE', 'PIXSCALE'])
    expect(header.number('PIXSCALE')).toBe(0.05)
    expect(productOf([], { pixelScaleArcsec: null }).header.keywords()).not.toContain('PIXSCALE')
  })

  it('carries the offset of the training images into the reference pixel', () => {
    const { header, history } = productOf(input, { offset: { dx: 0.75, dy: -0.25 } })
    expect(header.number('CRPIX1')).toBe(65.25)
    expect(header.number('CRPIX2')).toBe(19.25)
    expect(history).toContain('0.750, -0.250 pixels')
  })

  it('leaves out world coordinates that cannot be read, with a warning', () => {
    const { header, warnings, history } = productOf([
      ...input.filter(card => !card.startsWith('CRPIX1')),
      ...buildCards('CRPIX1', 'x'),
    ])
    expect(header.keywords()).not.toContain('CRVAL1')
    expect(header.keywords()).not.toContain('CTYPE1')
    expect(warnings.join(' ')).toContain('world coordinates were left out')
    expect(history).toContain('WARNING: The input')
  })

  it.skipIf(!testData)(`is written and read back for every real lens of the test data${noTestData}`, async () => {
    const files = globSync(testDataPath('fits-lenses', '**/*.fits'))
    expect(files.length).toBeGreaterThan(20)
    for (const file of files) {
      const { cards = [], image } = await readImageFile(file)
      const header = productHeader(cards, facts)
      const bytes = writeFitsImage({ image, cards: header.cards, extraCards: header.extraCards })
      const again = await readImageBytes(bytes, 'product.fits')
      expect(again.image).toEqual(image)
      const [before, made] = [new FitsHeader(cards), new FitsHeader(again.cards ?? [])]
      const reference = before.number('CRPIX1')
      if (reference !== undefined) expect(made.number('CRPIX1')).toBeCloseTo((reference - 0.5) * 2 + 0.5, 9)
      expect(made.string('BUNIT')).toBe(before.string('BUNIT') ?? 'electron/s')
    }
  })
})
