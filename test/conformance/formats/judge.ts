import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseNpy } from '../../../main/formats/npy.ts'
import { testDataPath } from '../../support/testData.ts'
import type { FitsReaderUnderTest, ReadHdu } from './fitsReaders.ts'

/** One file of the test data and what a reader must make of it. */
export interface JudgedFile {
  readonly path: string
  readonly group: string
  /** Whether the reader's outcome is the right one. */
  isRight(outcome: ReadHdu[] | Error): boolean
}

interface ExpectedHdu {
  readonly type: string
  readonly shape?: number[] | null
  readonly dtype?: string | null
  readonly n_nonfinite?: number | null
  readonly min?: number
  readonly max?: number
  readonly first5?: (number | null)[]
  readonly sha256_f8le?: string
}

interface SynthCase {
  readonly hdu: number
  readonly should_open: boolean
  readonly shape?: number[]
}

const sameShape = (a: readonly number[], b: readonly number[]) => a.join() === b.join()

/** The listing of astropy's readings, in which JSON's missing NaN stands as it is. */
function readExpected(): { file: string; hdus: ExpectedHdu[]; open_error?: string }[] {
  const text = readFileSync(testDataPath('fits-expected-astropy.json'), 'utf8')
  return JSON.parse(text.replace(/(?<=[:[,]\s*)(NaN|-?Infinity)(?=\s*[,\]}])/g, 'null'))
}

/** The files that astropy opens: as many HDUs, and every image of the same shape with the same values. */
function archiveFiles(): JudgedFile[] {
  return readExpected()
    .filter(({ open_error, hdus }) => open_error === undefined && !hdus.some(hdu => hdu.type === '_NonstandardHDU'))
    .map(({ file, hdus }) => ({
      path: testDataPath(file),
      group: file.startsWith('fits-lenses') ? 'lenses of the archives' : 'torture files of astropy and others',
      isRight: outcome =>
        !(outcome instanceof Error) &&
        outcome.length === hdus.length &&
        hdus.every((expected, i) => isImageRight(outcome[i], expected)),
    }))
}

function isImageRight({ shape, pixels }: ReadHdu, expected: ExpectedHdu): boolean {
  if (expected.sha256_f8le === undefined) return true
  if (pixels === undefined || !sameShape(shape, expected.shape ?? [])) return false
  const values = expected.dtype === 'float32' ? pixels.map(Math.fround) : pixels
  const finite = values.filter(Number.isFinite)
  if (values.length - finite.length !== expected.n_nonfinite) return false
  // astropy scales small integers in single precision.
  const tolerance = expected.dtype === 'float32' ? 1e-6 : 0
  const near = (a: number, b: number | null | undefined) =>
    b == null ? !Number.isFinite(a) : Math.abs(a - b) <= tolerance * Math.abs(b)
  if (!(expected.first5 ?? []).every((value, i) => near(values[i], value))) return false
  if (expected.min !== undefined) {
    const min = finite.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
    const max = finite.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
    if (!near(min, expected.min) || !near(max, expected.max)) return false
  }
  return expected.n_nonfinite !== 0 || tolerance > 0 || hashOf(values) === expected.sha256_f8le
}

function hashOf(pixels: Float64Array): string {
  const bytes = new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength)
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16)
}

/** The generated files: those that open have the pixels of their NPY file, those that are damaged are refused. */
function generatedFiles(): JudgedFile[] {
  const folder = 'fits-torture/synth'
  const cases = JSON.parse(readFileSync(testDataPath(folder, 'EXPECTED.json'), 'utf8')) as Record<string, SynthCase>
  return Object.entries(cases).map(([name, { hdu, should_open, shape }]) => ({
    path: testDataPath(folder, name),
    group: should_open ? (name.startsWith('comp_') ? 'generated, tile-compressed' : 'generated') : 'generated, damaged',
    isRight(outcome) {
      if (!should_open) return outcome instanceof Error
      if (outcome instanceof Error) return false
      if (shape === undefined) return true
      const pixels = outcome[hdu]?.pixels
      if (pixels === undefined || !sameShape(outcome[hdu].shape, shape)) return false
      const expected = parseNpy(readFileSync(testDataPath(folder, `${name}.expected.npy`)))
      return pixels.every((value, i) => Object.is(value, expected.data[i]) || value === expected.data[i])
    },
  }))
}

export function judgedFiles(): JudgedFile[] {
  return [...archiveFiles(), ...generatedFiles()]
}

/** What the reader makes of the file, with everything that it prints kept quiet. */
export async function outcomeOf(reader: FitsReaderUnderTest, path: string): Promise<ReadHdu[] | Error> {
  const { error, warn } = console
  console.error = () => undefined
  console.warn = () => undefined
  try {
    return await reader.read(readFileSync(path))
  } catch (thrown) {
    return thrown instanceof Error ? thrown : new Error(String(thrown))
  } finally {
    Object.assign(console, { error, warn })
  }
}
