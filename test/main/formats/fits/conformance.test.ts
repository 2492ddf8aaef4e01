import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { withFileSource } from '../../../../main/formats/byteSource.ts'
import { type FitsFile, type Hdu, openFits } from '../../../../main/formats/fits/file.ts'
import { firstImage, readImage } from '../../../../main/formats/fits/image.ts'
import { readPixels } from '../../../../main/formats/fits/pixels.ts'
import { parseNpy } from '../../../../main/formats/npy.ts'
import { noTestData, testData, testDataPath } from '../../../support/testData.ts'
import { appErrorOf } from '../expectAppError.ts'

/**
 * What is known not to work yet, by file name: each entry must still fail, in the way that it says, so that the day it
 * begins to work the entry has to go.
 */
const KNOWN_GAPS: { files: RegExp; reason: string; message: RegExp }[] = [
  { files: /synth\/comp_/, reason: 'tile compression', message: /tile-compressed \(\w+\) images are not read yet/ },
  {
    files: /astropy\/(comp|compressed_.*|double_ext|m13_(gzip|hcomp|plio|rice))\.fits$/,
    reason: 'tile compression',
    message: /tile-compressed \(\w+\) images are not read yet/,
  },
  {
    files: /header_with_time(_wcslib71)?\.fits$/,
    reason: 'SIMPLE = F: astropy shows its bytes, the standard gives them no meaning',
    message: /no image of two axes|SIMPLE = F/,
  },
  { files: /lzw\.fits\.Z$/, reason: 'compress (.Z), which astropy refuses too', message: /not a FITS file/ },
  { files: /idcompspec\.fits$/, reason: 'a text file, which astropy refuses too', message: /not a FITS file/ },
]

const gapOf = (file: string) => KNOWN_GAPS.find(gap => gap.files.test(file))

interface ExpectedHdu {
  type: string
  BITPIX?: number
  NAXIS?: number
  EXTNAME?: string
  shape?: number[] | null
  dtype?: string | null
  min?: number
  max?: number
  mean?: number
  first5?: number[]
  n_nonfinite?: number | null
  sha256_f8le?: string
  [keyword: string]: unknown
}

interface ExpectedFile {
  file: string
  hdus: ExpectedHdu[]
}

const TYPES: Record<string, string> = {
  PrimaryHDU: 'primary',
  ImageHDU: 'image',
  TableHDU: 'table',
  BinTableHDU: 'bintable',
  CompImageHDU: 'compressed',
  GroupsHDU: 'groups',
}

/** Keywords of which the list of astropy's readings gives the value. */
const COMPARED = [
  'BITPIX',
  'EXTNAME',
  'CTYPE1',
  'CDELT1',
  'CD1_1',
  'PC1_1',
  'PHOTZPT',
  'PHOTFLAM',
  'TELESCOP',
  'INSTRUME',
].concat(['EXPTIME', 'GAIN', 'FILTER', 'BLANK', 'PIXSCALE', 'BSCALE', 'BZERO', 'BUNIT', 'MAGZEROP'])

/** The list holds NaN, which JSON does not. */
function readExpected(): ExpectedFile[] {
  const text = readFileSync(testDataPath('fits-expected-astropy.json'), 'utf8')
  return JSON.parse(text.replace(/(?<=[:[,]\s*)(NaN|-?Infinity)(?=\s*[,\]}])/g, 'null'))
}

const expectedFiles = testData === undefined ? [] : readExpected()

function hashOf(pixels: Float64Array): string {
  const bytes = new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength)
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16)
}

function summary(pixels: Float64Array) {
  const finite = pixels.filter(Number.isFinite)
  const sum = finite.reduce((a, b) => a + b, 0)
  return {
    nonFinite: pixels.length - finite.length,
    min: finite.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
    max: finite.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
    mean: sum / finite.length,
  }
}

/**
 * astropy scales 8- and 16-bit integers in float32, where the product computes the standard's formula in float64. The
 * stored integers are recovered from our values and scaled as astropy does, and ours must be as close as float32 can tell.
 */
function asScaledInSinglePrecision(pixels: Float64Array, hdu: Hdu): Float64Array {
  const scale = hdu.header.number('BSCALE') ?? 1
  const zero = hdu.header.number('BZERO') ?? 0
  return pixels.map(pixel => {
    const stored = Math.round((pixel - zero) / scale)
    expect(pixel).toBe(zero + scale * stored)
    return Math.fround(Math.fround(stored * Math.fround(scale)) + Math.fround(zero))
  })
}

async function compareHdu(file: FitsFile, hdu: Hdu, expected: ExpectedHdu): Promise<void> {
  expect(hdu.type).toBe(TYPES[expected.type])
  if (hdu.type !== 'compressed') {
    const values = COMPARED.filter(keyword => keyword in expected).map(keyword => [keyword, hdu.header.value(keyword)])
    expect(Object.fromEntries(values)).toEqual(
      Object.fromEntries(values.map(([keyword]) => [keyword, expected[String(keyword)]])),
    )
  }
  if (expected.shape == null) return
  expect(hdu.shape).toEqual(expected.shape)
  if (expected.sha256_f8le === undefined) return
  const pixels = await readPixels(file, hdu)
  const values = expected.dtype === 'float32' ? asScaledInSinglePrecision(pixels, hdu) : pixels
  const actual = summary(values)
  expect(actual.nonFinite).toBe(expected.n_nonfinite)
  const first5 = [...values.subarray(0, 5)].map(value => (Number.isFinite(value) ? value : null))
  expect(first5).toEqual(expected.first5)
  if (expected.min !== undefined) {
    const { min, max, mean } = expected
    expect({ min: actual.min, max: actual.max }).toEqual({ min, max })
    expect(Math.abs(actual.mean - Number(mean))).toBeLessThanOrEqual(
      1e-9 * Math.max(Math.abs(actual.min), Math.abs(actual.max)),
    )
  }
  if (expected.n_nonfinite === 0) expect(hashOf(values)).toBe(expected.sha256_f8le)
}

describe.skipIf(testData === undefined)(
  `FITS files of the archives are read as astropy reads them${noTestData}`,
  () => {
    it.each(expectedFiles.filter(({ file }) => !gapOf(file)).map(expected => [expected.file, expected] as const))(
      '%s',
      async (file, expected) => {
        await withFileSource(testDataPath(file), async source => {
          const fits = await openFits(source)
          expect(fits.problem).toBeUndefined()
          expect(fits.hdus.length).toBe(expected.hdus.length)
          for (const [i, hdu] of fits.hdus.entries()) await compareHdu(fits, hdu, expected.hdus[i])
        })
      },
    )
  },
)

const SYNTH = 'fits-torture/synth'
interface SynthCase {
  hdu: number
  should_open: boolean
  shape?: number[]
  note: string
}
const synth: [string, SynthCase][] =
  testData === undefined
    ? []
    : Object.entries(
        JSON.parse(readFileSync(testDataPath(SYNTH, 'EXPECTED.json'), 'utf8')) as Record<string, SynthCase>,
      )

describe.skipIf(testData === undefined)(`generated FITS files${noTestData}`, () => {
  const plain = synth.filter(([name, { should_open, shape }]) => should_open && shape && !gapOf(`${SYNTH}/${name}`))
  it.each(plain)('%s decodes to its expected pixels', async (name, { hdu, shape }) => {
    await withFileSource(testDataPath(SYNTH, name), async source => {
      const fits = await openFits(source)
      expect(fits.hdus[hdu].shape).toEqual(shape)
      const expected = parseNpy(readFileSync(testDataPath(SYNTH, `${name}.expected.npy`)))
      expect(expected.shape).toEqual(shape)
      expect(await readPixels(fits, fits.hdus[hdu])).toEqual(Float64Array.from(expected.data))
    })
  })

  const withoutPixels = synth.filter(([, { should_open, shape }]) => should_open && !shape)
  it.each(withoutPixels)('%s opens', async (name, { hdu }) => {
    await withFileSource(testDataPath(SYNTH, name), async source => {
      const fits = await openFits(source)
      if (name !== 'bscale_zero.fits') {
        const error = await appErrorOf(() => readImage(fits, hdu))
        expect(error.message).toMatch(/which is no image of two axes/)
        return
      }
      // BZERO + 0 x stored: the standard's formula makes it constant.
      const { image } = await readImage(fits, hdu)
      expect(image.data.every(value => value === 0)).toBe(true)
    })
  })

  it.each(synth.filter(([, { should_open }]) => !should_open))(
    '%s is refused, fast, without a large allocation',
    async name => {
      const memory = process.memoryUsage()
      const before = memory.arrayBuffers + memory.heapTotal
      const started = performance.now()
      const error = await appErrorOf(() =>
        withFileSource(testDataPath(SYNTH, name), async source => {
          const fits = await openFits(source)
          return readImage(fits, firstImage(fits).index)
        }),
      )
      expect(performance.now() - started).toBeLessThan(200)
      const after = process.memoryUsage()
      expect(after.arrayBuffers + after.heapTotal - before).toBeLessThan(64 * 2 ** 20)
      expect(error.code).toBe('bad-input')
      expect(error.message).toMatch(/Copy|download|Choose/)
    },
  )
})

describe.skipIf(testData === undefined)(`known gaps are still gaps${noTestData}`, () => {
  const names = [...expectedFiles.map(({ file }) => file), ...synth.map(([name]) => `${SYNTH}/${name}`)]
  it.each(names.filter(gapOf).map(name => [name, gapOf(name)?.reason]))('%s (%s)', async name => {
    const error = await appErrorOf(() =>
      withFileSource(testDataPath(name), async source => {
        const fits = await openFits(source)
        const hdu = fits.hdus.find(({ type }) => type === 'compressed') ?? firstImage(fits)
        return readImage(fits, hdu.index)
      }),
    )
    expect(error.message).toMatch(gapOf(name)?.message ?? /./)
  })

  it('every entry of the list stands for a file', () => {
    expect(KNOWN_GAPS.filter(gap => !names.some(name => gap.files.test(name)))).toEqual([])
  })
})
