import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { FloatImage } from '../../../../main/domain/image.ts'
import { upsample } from '../../../../main/domain/resample.ts'
import { bytesSource } from '../../../../main/formats/byteSource.ts'
import { buildCards } from '../../../../main/formats/fits/cardBuilder.ts'
import { type FitsFile, openFits } from '../../../../main/formats/fits/file.ts'
import { readPixels } from '../../../../main/formats/fits/pixels.ts'
import { verifyFits } from '../../../../main/formats/fits/verify/verify.ts'
import { writeNpy } from '../../../../main/formats/npy.ts'
import { readImageFile } from '../../../../main/formats/readers.ts'
import { type ProductTask, writeProducts } from '../../../../main/services/apply/products.ts'
import type { ProductFacts } from '../../../../main/services/apply/provenance.ts'
import { type Redegradation, residualImage } from '../../../../main/services/apply/residual.ts'
import { areWhole } from '../../../../main/services/apply/whole.ts'
import { degrade } from '../../../../main/services/evaluations/consistency.ts'
import { blob, temporaryFolder, writeTestFile } from '../../../support/core.ts'
import { fitsverify, noFitsverify } from '../../../support/fitsverify.ts'
import { noTestData, testData, testDataPath } from '../../../support/testData.ts'

const folder = temporaryFolder('products')
afterAll(() => folder.remove())

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
  weightsSha256: 'a'.repeat(64),
  datasetName: 'Lenses of the survey',
  datasetHash: 'b'.repeat(64),
  device: 'onnx:cpu',
  calibrated: true,
  fluxConvention: 'sum',
  offset: { dx: 0, dy: 0 },
  unit: 'electron/s',
  pixelScaleArcsec: 0.1,
  warnings: [],
}

const redegradation: Redegradation = {
  factor: 2,
  hrPsfFwhmPixels: 2,
  lrPsfFwhmPixels: 5,
  fluxConvention: 'sum',
  offset: { dx: 0, dy: 0 },
}

const cards = [
  buildCards('OBJECT', 'J1148+1930'),
  buildCards('BUNIT', 'electron/s'),
  buildCards('CTYPE1', 'RA---TAN'),
  buildCards('CTYPE2', 'DEC--TAN'),
  buildCards('CRVAL1', 177.1),
  buildCards('CRVAL2', 19.5),
  buildCards('CRPIX1', 8.5),
  buildCards('CRPIX2', 8),
  buildCards('CDELT1', -0.1 / 3600),
  buildCards('CDELT2', 0.1 / 3600),
].flat()

const hr: FloatImage = { width: 32, height: 32, data: blob(32) }
const lr = degrade(hr, redegradation)

/** The products of an SR image, the FITS opened. */
async function product(changes: Partial<ProductTask> = {}, sr = hr, input = lr) {
  const path = join(folder.path, 'product.fits')
  writeTestFile(join(folder.path, 'input.npy'), writeNpy({ shape: [input.height, input.width], data: input.data }))
  writeTestFile(join(folder.path, 'output.npy'), writeNpy({ shape: [sr.height, sr.width], data: sr.data }))
  const { warnings } = await writeProducts({
    inputFile: join(folder.path, 'input.npy'),
    outputFile: join(folder.path, 'output.npy'),
    fluxCorrection: 1,
    redegradation,
    inputCards: cards,
    facts,
    fitsLayout: 'extensions',
    files: { fits: path },
    ...changes,
  })
  const file = await openFits(bytesSource(readFileSync(path)))
  const hdu = (name: string) => file.hdus.find(one => one.name === name)
  return { path, file, warnings, hdu, pixels: (name: string) => pixelsOf(file, name) }
}

async function pixelsOf(file: FitsFile, name: string): Promise<number[]> {
  const hdu = file.hdus.find(one => one.name === name)
  if (hdu === undefined) throw new Error(`There is no ${name}.`)
  return [...(await readPixels(file, hdu))]
}

const withHole = (image: FloatImage, first: number, last: number): FloatImage => ({
  ...image,
  data: image.data.map((value, i) => {
    const [x, y] = [i % image.width, Math.floor(i / image.width)]
    return x >= first && x <= last && y >= first && y <= last ? Number.NaN : value
  }),
})

describe('a product of several extensions', () => {
  it('has all of its making in the primary header, from where the others inherit it', async () => {
    const { file } = await product()
    const [primary, sci, residual] = file.hdus
    expect(file.hdus.map(({ name, shape }) => [name, ...shape])).toEqual([[''], ['SCI', 32, 32], ['RESID', 16, 16]])
    const { header } = primary
    const made = Object.fromEntries(header.keywords().map(keyword => [keyword, header.value(keyword)]))
    expect(made).toMatchObject({
      ...{ NEXTEND: 2, EXTEND: true, OBJECT: 'J1148+1930', CREATOR: 'Subarc 1.2.3', DATE: '2026-03-14T15:09:26' },
      ...{
        SRINPUT: 'lens.fits',
        SRFACTOR: 2,
        SRNET: 'ResnetSISR 3 x 32, x2',
        SRRUN: 'run-1',
        SRRUNNAM: 'Lenses, quick',
      },
      ...{ SRRECIPE: 'quick', SRCHECKP: 'best', SRWEIGHT: 'a'.repeat(64), SRDATA: 'Lenses of the survey' },
      ...{ SRDATSHA: 'b'.repeat(64), SRDEVICE: 'onnx:cpu', SRCALIB: true },
    })
    expect(header.cards.join('')).toMatch(/No ERR: the network gives no error/)
    for (const extension of [sci, residual]) expect(extension.header.boolean('INHERIT')).toBe(true)
    expect(sci.header.string('FLUXCONV')).toBe('sum')
    expect(sci.header.cards.join(' ')).toContain('HISTORY Super-resolved 2 times a side by Subarc 1.2.3')
  })

  it('is opened by the import at its super-resolved image', async () => {
    const { path } = await product()
    const read = await readImageFile(path)
    expect(read).toMatchObject({ hdu: 1, unit: 'electron/s', dtype: 'float32' })
    expect(read.image).toEqual(hr)
  })

  it('shows the residual, degraded SR - LR, on the grid and at the sky of the input', async () => {
    const { hdu, pixels } = await product()
    expect(Math.max(...(await pixels('RESID')).map(Math.abs))).toBeLessThan(1e-5)
    const { header } = hdu('RESID') ?? {}
    expect([header?.number('CRPIX1'), header?.number('CRPIX2')]).toEqual([8.5, 8])
    expect([header?.number('SRHRFWHM'), header?.number('SRLRFWHM'), header?.string('BUNIT')]).toEqual([
      2,
      5,
      'electron/s',
    ])
    expect(hdu('SCI')?.header.number('CRPIX1')).toBe(16.5)
    const brighter = { ...hr, data: hr.data.map(value => value * 1.1) }
    const residual = residualImage(brighter, lr, redegradation)
    const expected = lr.data.map(value => value * 0.1)
    expect(Math.max(...residual.data.map((value, i) => Math.abs(value - expected[i])))).toBeLessThan(1e-4)
  })

  it('says why there is no residual where the PSFs are not known', async () => {
    const { file } = await product({ redegradation: { missing: 'the PSFs are not known.' } })
    expect(file.hdus.map(({ name }) => name)).toEqual(['', 'SCI'])
    expect(file.hdus[0].header.cards.join('')).toContain('COMMENT No RESID: the PSFs are not known.')
  })

  it('masks the pixels for which the input has no value, and those alone', async () => {
    const { hdu, pixels } = await product({}, withHole(hr, 20, 23), withHole(lr, 10, 11))
    const mask = await pixels('MASK')
    expect(mask.reduce((sum, value) => sum + value)).toBe(16)
    expect(await pixels('SCI').then(sci => sci.every((value, i) => Number.isNaN(value) === (mask[i] === 1)))).toBe(true)
    expect(hdu('MASK')).toMatchObject({ bitpix: 8, shape: [32, 32] })
    expect(hdu('MASK')?.header.number('CRPIX1')).toBe(16.5)
    const residual = await pixels('RESID')
    expect(residual[10 * 16 + 10]).toBeNaN()
    expect(Math.max(...residual.filter(Number.isFinite).map(Math.abs))).toBeLessThan(0.05)
    expect(residual.filter(Number.isFinite).length).toBeGreaterThan(200)
  })

  it.each(['extensions', 'compressed', 'image'] as const)('is without a fault in the layout %s', async fitsLayout => {
    const { path } = await product({ fitsLayout }, withHole(hr, 20, 23), withHole(lr, 10, 11))
    const { findings, hdus } = await verifyFits(bytesSource(readFileSync(path)))
    expect(findings).toEqual([])
    expect(hdus.map(({ type }) => type)).toEqual(
      {
        extensions: ['primary', 'image', 'image', 'image'],
        compressed: ['primary', 'compressed', 'compressed', 'image'],
        image: ['primary'],
      }[fitsLayout],
    )
    if (noFitsverify === '') expect(fitsverify(path)).toEqual([])
  })

  it('made of a product tells of its own making alone, and keeps the history of the first', async () => {
    const first = await product({ facts: { ...facts, inputName: `${'long '.repeat(20)}.fits`, runId: 'run-0' } })
    const { cards: own = [], inheritedCards = [], image } = await readImageFile(first.path)
    expect(inheritedCards.join('\n')).toContain("SRRUN   = 'run-0")
    const inputCards = [...own, ...inheritedCards]
    const again = await product(
      { inputCards, redegradation: { missing: 'none.' } },
      upsample(image, 2, 'bicubic'),
      image,
    )
    const [primary, sci] = again.file.hdus.map(({ header }) => header)
    expect([primary.string('SRRUN'), primary.string('SRINPUT')]).toEqual(['run-1', 'lens.fits'])
    const isHistory = (card: string) => card.startsWith('HISTORY')
    expect(sci.cards.filter(card => !isHistory(card)).join('\n')).not.toMatch(/run-0|SRRUN|long/)
    expect(sci.cards.filter(isHistory).join('\n')).toContain('run-0')
    expect((await verifyFits(bytesSource(readFileSync(again.path)))).findings).toEqual([])
  })

  it('of one image has everything in one header', async () => {
    const { file } = await product({ fitsLayout: 'image' })
    const { header } = file.hdus[0]
    expect(header.string('SRWEIGHT')).toBe('a'.repeat(64))
    expect(header.string('FLUXCONV')).toBe('sum')
    expect(header.cards.join(' ')).toContain('HISTORY Super-resolved 2 times a side')
    expect(header.keywords()).not.toContain('INHERIT')
  })

  it.skipIf(testData === undefined || noFitsverify !== '')(
    `of every real lens draws no warning from fitsverify that its input does not draw itself${noTestData}${noFitsverify}`,
    async () => {
      const clean: string[] = []
      for (const path of globSync(testDataPath('fits-lenses', '**/*.fits')).sort()) {
        const { image, cards: inputCards = [] } = await readImageFile(path)
        const sr = upsample(image, 2, 'nearest')
        const made = await product({ inputCards }, sr, image)
        const allowed = fitsverify(path)
        const added = fitsverify(made.path).filter(line => !allowed.includes(line))
        expect({ file: basename(path), added }).toEqual({ file: basename(path), added: [] })
        if (fitsverify(made.path).length === 0) clean.push(path)
      }
      expect(clean.length).toBeGreaterThan(20)
    },
  )
})

describe('the flux of a product', () => {
  // The network keeps brightness: each LR value four times, or a quarter of it where pixels hold flux.
  const level = upsample(lr, 2, 'nearest')
  const quarter = { ...level, data: level.data.map(value => value / 4) }

  it.each([
    ['sum', quarter],
    ['mean', level],
  ] as const)('by %s is the total of the input, as its header says', async (fluxConvention, sr) => {
    const { hdu, warnings } = await product({ facts: { ...facts, fluxConvention } }, sr)
    expect(hdu('SCI')?.header.string('FLUXCONV')).toBe(fluxConvention)
    expect(hdu('SCI')?.header.number('FLUXRAT')).toBeCloseTo(1, 5)
    expect(warnings).toEqual([])
  })

  it('is brought from the convention of the training to that of the input', async () => {
    const { file } = await product({ fluxCorrection: 4, facts: { ...facts, fluxConvention: 'mean' } }, quarter)
    expect(await pixelsOf(file, 'SCI')).toEqual([...quarter.data.map(value => value * 4)])
    expect(file.hdus[1].header.number('FLUXRAT')).toBeCloseTo(1, 5)
  })

  it('is warned of where it is off by the number of pixels', async () => {
    const { hdu, warnings } = await product({}, level)
    expect(hdu('SCI')?.header.number('FLUXRAT')).toBeCloseTo(4, 4)
    expect(warnings.join()).toMatch(/total flux is 4 times the input's/)
    expect(hdu('SCI')?.header.cards.join(' ')).toContain('WARNING: The total flux is 4 times')
  })

  it('is not told where nobody knows what a pixel is, or the field has no total', async () => {
    const unknown = await product({ facts: { ...facts, fluxConvention: 'unknown' } })
    expect(unknown.hdu('SCI')?.header.keywords()).not.toContain('FLUXRAT')
    const noise = { ...lr, data: lr.data.map((_, i) => (i % 2 === 0 ? 1 : -1)) }
    expect((await product({}, upsample(noise, 2, 'nearest'), noise)).hdu('SCI')?.header.keywords()).not.toContain(
      'FLUXRAT',
    )
  })
})

describe('products that are there already', () => {
  it('count as whole only with every byte and every extension', async () => {
    const files = { fits: 'product.fits', npy: 'product.npy', png: 'product.png' } as const
    const paths = Object.fromEntries(Object.entries(files).map(([format, name]) => [format, join(folder.path, name)]))
    await product({ files: paths })
    expect(await areWhole(paths)).toBe(true)
    for (const path of Object.values(paths)) {
      const bytes = readFileSync(path)
      for (const damaged of [bytes.subarray(0, bytes.length - 3), bytes.subarray(0, 10), new Uint8Array()]) {
        writeTestFile(path, damaged)
        expect({ path, whole: await areWhole(paths) }).toEqual({ path, whole: false })
      }
      writeTestFile(path, bytes)
    }
    const fits = readFileSync(paths.fits)
    const { file } = await product()
    writeTestFile(paths.fits, fits.subarray(0, file.hdus[2].dataOffset - 2880))
    expect(await areWhole({ fits: paths.fits })).toBe(false)
    writeTestFile(paths.fits, fits.with(file.hdus[1].dataOffset + 9, 0x55))
    expect(await areWhole({ fits: paths.fits })).toBe(false)
    expect(await areWhole({ fits: join(folder.path, 'none.fits') })).toBe(false)
  })
})
