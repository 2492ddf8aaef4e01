import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { withFileSource } from '../../../../main/formats/byteSource.ts'
import { type FitsFile, type Hdu, openFits } from '../../../../main/formats/fits/file.ts'
import { firstImage, readImage } from '../../../../main/formats/fits/image.ts'
import { imageHeader } from '../../../../main/formats/fits/imageHeader.ts'
import { readPixels } from '../../../../main/formats/fits/pixels.ts'
import { parseNpy } from '../../../../main/formats/npy.ts'
import { noTestData, testData, testDataPath } from '../../../support/testData.ts'
import { appErrorOf } from '../expectAppError.ts'

/**
 * What is known not to work yet, by file name: each entry must still fail, in the way that it says, so that the day it
 * begins to work the entry has to go.
 */
const KNOWN_GAPS: { files: RegExp; reason: string; message: RegExp }[] = [
  {
    files: /header_with_time(_wcslib71)?\.fits$/,
    reason: 'SIMPLE = F: the standard gives its bytes no meaning',
    message: /no image of two axes|SIMPLE = F/,
  },
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
  open_error?: string
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
  const header = imageHeader(hdu)
  const keywords = COMPARED.filter(keyword => keyword in expected).map(keyword => [keyword, header.value(keyword)])
  expect(Object.fromEntries(keywords)).toEqual(
    Object.fromEntries(keywords.map(([keyword]) => [keyword, expected[String(keyword)]])),
  )
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
    it.each(
      expectedFiles
        .filter(({ file, open_error }) => open_error === undefined && !gapOf(file))
        .map(expected => [expected.file, expected] as const),
    )('%s', async (file, expected) => {
      await withFileSource(testDataPath(file), async source => {
        const fits = await openFits(source)
        expect(fits.problem).toBeUndefined()
        expect(fits.hdus.length).toBe(expected.hdus.length)
        for (const [i, hdu] of fits.hdus.entries()) await compareHdu(fits, hdu, expected.hdus[i])
      })
    })
  },
)

const SYNTH = 'fits-torture/synth'

/** What the refusal of each damaged file must say: what is wrong, and in which HDU, card or byte. */
const REFUSALS: Record<string, RegExp> = {
  'bad_bitpix_7.fits': /^HDU 0 \(card 2, byte 80\): BITPIX is 7; the standard knows 8, 16, 32, 64, -32, -64/,
  'bad_data_cut.fits': /cut short: HDU 0 declares 2356 bytes of data, the file has \d+/,
  'bad_empty.fits': /empty \(0 bytes\)/,
  'bad_gz_truncated.fits.gz': /gzip file is damaged or cut short/,
  'bad_header_cut.fits': /cut short: HDU 0 declares 2356 bytes of data, the file has 0/,
  'bad_huge_naxis.fits': /cut short: HDU 0 declares \d{17,} bytes/,
  'bad_lfs_pointer.fits': /not a FITS file: it does not begin with SIMPLE/,
  'bad_naxis_1000.fits': /^HDU 0 \(card 3, byte 160\): NAXIS is \d+; the standard allows 999/,
  'bad_naxis_missing.fits': /^HDU 0 \(header at byte 0\): NAXIS2 is missing/,
  'bad_naxis_nonint.fits': /^HDU 0 \(card 4, byte 240\): NAXIS1 is '.*', not a count/,
  'bad_negative_naxis.fits': /^HDU 0 \(card \d, byte \d+\): NAXIS\d is -\d+, not a count/,
  'bad_no_end.fits': /^HDU 0 \(header at byte 0\) has no END card/,
  'bad_npy_as_fits.fits': /not a FITS file/,
  'bad_random.fits': /not a FITS file/,
  'bad_text.fits': /not a FITS file/,
}

interface Refusal {
  readonly code: string
  readonly message: string
  readonly cpuMilliseconds: number
  readonly megabytes: number
}

/** Reads in a process of its own, so that its memory is that of this file alone. */
function readInChild(path: string): Refusal {
  const { stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, 'readAndReport.ts'), path], {
    encoding: 'utf8',
  })
  expect(stderr.replace(/\(node:\d+\) ExperimentalWarning.*\n.*\n/g, '')).toBe('')
  return JSON.parse(stdout) as Refusal
}

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
    '%s is refused in 0.2 s of computing and 64 MB above the idle process, with what is wrong and where',
    name => {
      const { code, message, cpuMilliseconds, megabytes } = readInChild(testDataPath(SYNTH, name))
      expect(code).toBe('bad-input')
      expect(message).toMatch(/Copy|copy|download|Check/)
      expect(message).toMatch(REFUSALS[name])
      expect(cpuMilliseconds).toBeLessThan(200)
      expect(megabytes).toBeLessThan(64)
    },
  )

  it('every file that must be refused has its reason in this test', () => {
    expect(Object.keys(REFUSALS).sort()).toEqual(
      synth.flatMap(([name, { should_open }]) => (should_open ? [] : name)).sort(),
    )
  })
})

describe.skipIf(testData === undefined)(`what astropy cannot open${noTestData}`, () => {
  it('lzw.fits.Z, packed by compress, opens as the image that is in it', async () => {
    await withFileSource(testDataPath('fits-torture/astropy/lzw.fits.Z'), async source => {
      const fits = await openFits(source)
      const pixels = await readPixels(fits, fits.hdus[0])
      expect({ shape: fits.hdus[0].shape, ...summary(pixels) }).toMatchInlineSnapshot(`
        {
          "max": 349,
          "mean": 66.27183609450054,
          "min": 35,
          "nonFinite": 0,
          "shape": [
            101,
            101,
          ],
        }
      `)
    })
  })
})

describe.skipIf(testData === undefined)(`known gaps are still gaps${noTestData}`, () => {
  const names = [...expectedFiles.map(({ file }) => file), ...synth.map(([name]) => `${SYNTH}/${name}`)]
  it.each(names.filter(gapOf).map(name => [name, gapOf(name)?.reason]))('%s (%s)', async name => {
    const error = await appErrorOf(() =>
      withFileSource(testDataPath(name), async source => {
        const fits = await openFits(source)
        return readImage(fits, firstImage(fits).index)
      }),
    )
    expect(error.message).toMatch(gapOf(name)?.message ?? /./)
  })

  it('every entry of the list stands for a file', () => {
    expect(KNOWN_GAPS.filter(gap => !names.some(name => gap.files.test(name)))).toEqual([])
  })
})
