import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bytesSource } from '../../../../main/formats/byteSource.ts'
import { type FitsFile, openFits } from '../../../../main/formats/fits/file.ts'
import { tableColumns } from '../../../../main/formats/fits/table/columns.ts'
import { readColumn } from '../../../../main/formats/fits/table/readColumn.ts'
import { noTestData, testData, testDataPath } from '../../../support/testData.ts'
import { appErrorOf } from '../expectAppError.ts'

const open = (path: string): Promise<FitsFile> => openFits(bytesSource(readFileSync(path)))
const file = await open(join(import.meta.dirname, '../../../fixtures/fits/tables.fits.gz'))
const [, binary, text] = file.hdus
const numbers = (...values: number[]) => ({ type: 'numbers', values })

/** The column with its numbers as plain arrays, which show in full where they differ. */
async function column(of: FitsFile, hdu: number, name: string | number) {
  const data = await readColumn(of, of.hdus[hdu], name)
  const plain = (cells: { type: string; values: Iterable<unknown> }) => ({ ...cells, values: [...cells.values] })
  return data.kind === 'fixed' ? { ...data, cells: plain(data.cells) } : { ...data, rows: data.rows.map(plain) }
}

describe('a column of a binary table', () => {
  it.each([
    ['NAME', { type: 'strings', values: ['alpha', 'b', ''] }],
    ['FLAG', { type: 'logicals', values: [true, false, true] }],
    ['BYTE', numbers(0, 7, 255)],
    ['USHORT', numbers(0, 40000, 65535)],
    ['UINT', numbers(0, 1, 4294967295)],
    ['SHORT', numbers(-32768, Number.NaN, 5)],
    ['LONG', { type: 'numbers', values: [-(2n ** 62n), 0n, 2n ** 62n + 1n] }],
    ['FLOAT', numbers(1.5, Number.NaN, Math.fround(-2e-9))],
    ['DOUBLE', numbers(Math.PI, 1e300, -0)],
    ['SCALED', numbers(100, 101.25, 90)],
  ])('%s', async (name, cells) => {
    expect(await column(file, 1, name)).toMatchObject({ name, kind: 'fixed', shape: [], rowCount: 3, cells })
  })

  it('of several values a row has their shape, the slowest axis first', async () => {
    const row = (n: number) => Array.from({ length: 11 }, (_, i) => i % 3 === n)
    const bits = { type: 'logicals', values: [0, 1, 2].flatMap(row) }
    expect(await column(file, 1, 'BITS')).toMatchObject({ shape: [11], cells: bits })
    const grid = numbers(...Array.from({ length: 18 }, (_, i) => i))
    expect(await column(file, 1, 'GRID')).toMatchObject({ shape: [2, 3], cells: grid })
    const words = { type: 'strings', values: ['ab', 'cd', 'e', 'f', '', 'wxyz'] }
    expect(await column(file, 1, 'WORDS')).toMatchObject({ shape: [2], cells: words })
    expect(await column(file, 1, 'COMPLEX')).toMatchObject({ cells: numbers(1, 2, 0, 0, -0, -3) })
  })

  it('of variable length has rows of their own, by 32- and by 64-bit descriptors', async () => {
    const rows = [numbers(1, 2, 3), numbers(), numbers(-9)]
    expect(await column(file, 1, 'series')).toMatchObject({ kind: 'variable', rows })
    const long = [numbers(0.5), numbers(1, 2), numbers()]
    expect(await column(file, 1, 'LONGSERIES')).toMatchObject({ kind: 'variable', rows: long })
  })

  it('is found by number, and one that is not there names those that are', async () => {
    expect((await column(file, 1, 9)).unit).toBe('Jy')
    const error = await appErrorOf(() => readColumn(file, binary, 'FLUX'))
    expect(error.code).toBe('not-found')
    expect(error.message).toMatch(/^HDU 1 has no column FLUX. It has NAME, FLAG, BITS/)
    expect((await appErrorOf(() => readColumn(file, file.hdus[0], 'FLUX'))).message).toMatch(/^HDU 0 is no table/)
  })
})

it('a column of a text table', async () => {
  expect(tableColumns(text).map(({ name, offset, width }) => [name, offset, width])).toEqual([
    ['WORD', 0, 6],
    ['INT', 6, 6],
    ['REAL', 12, 8],
    ['EXPO', 20, 15],
  ])
  expect(await column(file, 2, 'WORD')).toMatchObject({ cells: { type: 'strings', values: ['one', 'two', 'three'] } })
  expect(await column(file, 2, 'INT')).toMatchObject({ cells: numbers(1, -20, 300) })
  expect(await column(file, 2, 'REAL')).toMatchObject({ cells: numbers(1.5, -2.25, 0.001) })
  expect(await column(file, 2, 'EXPO')).toMatchObject({ cells: numbers(1.5e-10, -2.25e20, 0) })
})

describe('a damaged table is refused before memory is taken', () => {
  const edited = async (from: string, to: string, of = 'tables') => {
    const source = (await open(join(import.meta.dirname, `../../../fixtures/fits/${of}.fits.gz`))).source
    const bytes = Buffer.from(await source.read(0, source.size))
    const at = bytes.indexOf(from)
    expect(at).toBeGreaterThan(0)
    bytes.write(to, at, 'latin1')
    return openFits(bytesSource(bytes))
  }
  it.each([
    ["TFORM4  = 'B       '", "TFORM4  = '9999999B'", /the field of TFORM4 ends at byte \d+ of rows of \d+ bytes/],
    ["TFORM4  = 'B       '", "TFORM4  = 'Z       '", /TFORM4 is 'Z', which the standard does not know/],
    [
      'TFIELDS =                   16',
      'TFIELDS =                 1600',
      /TFIELDS is 1600; the standard allows 0 to 999/,
    ],
    ['NAXIS2  =                    3', 'NAXIS2  =           3000000000', /cut short: HDU 1 declares \d+ bytes/],
  ])('%s as %s', async (from, to, message) => {
    const damaged = await edited(from, to)
    const error = await appErrorOf(() => readColumn(damaged, damaged.hdus[1], 'LONGSERIES'))
    expect(error.message).toMatch(message)
  })

  it('and so is a descriptor that points outside of the heap', async () => {
    const damaged = await edited('PCOUNT  =                   40', 'PCOUNT  =                    8')
    const error = await appErrorOf(() => readColumn(damaged, damaged.hdus[1], 'LONGSERIES'))
    expect(error.message).toMatch(
      /row \d of the column LONGSERIES points to \d+ bytes at \d+ of a heap of 8 \(PCOUNT\)/,
    )
  })
})

describe.skipIf(testData === undefined)(`tables of the archives${noTestData}`, () => {
  it('give the values that astropy gives', async () => {
    const archive = (name: string) => open(testDataPath('fits-torture/astropy', name))
    expect(await column(await archive('tb.fits'), 1, 'c2')).toMatchObject({
      cells: { type: 'strings', values: ['abc', 'xy'] },
    })
    expect(await column(await archive('tb.fits'), 1, 'c4')).toMatchObject({
      cells: { type: 'logicals', values: [false, true] },
    })
    expect(await column(await archive('ascii.fits'), 1, 'a')).toMatchObject({
      unit: 'pixels',
      cells: numbers(10.123, 5.2, 15.61, Number.NaN, 345),
    })
    expect(await column(await archive('variable_length_table.fits'), 1, 'var')).toMatchObject({
      rows: [numbers(45, 56), numbers(11, 12, 13)],
    })
    const logicals = (...values: (boolean | undefined)[]) => ({ type: 'logicals', values })
    expect(await column(await archive('logical_null.fits'), 1, 1)).toMatchObject({
      cells: logicals(true, undefined, false),
    })
  })

  const tables = (['astropy', 'astropy_wcs', 'rustfitsio'] as const).flatMap(folder =>
    testData === undefined
      ? []
      : readdirSync(testDataPath('fits-torture', folder))
          .filter(name => /\.fits(\.gz)?$/.test(name) && name !== 'idcompspec.fits')
          .map(name => `${folder}/${name}`),
  )
  it('are read in full, whatever their columns', async () => {
    let columns = 0
    for (const name of tables) {
      const archive = await open(testDataPath('fits-torture', name))
      for (const hdu of archive.hdus.filter(({ type }) => type === 'bintable' || type === 'table')) {
        for (const [i, { repeat, type }] of tableColumns(hdu).entries()) {
          const data = await readColumn(archive, hdu, i + 1)
          const rows = hdu.header.number('NAXIS2') ?? 0
          if (data.kind === 'variable') expect(data.rows.length).toBe(rows)
          else if (type !== 'A' && type !== 'C' && type !== 'M') expect(data.cells.values.length).toBe(rows * repeat)
          columns += 1
        }
      }
    }
    expect(columns).toBeGreaterThan(100)
  })
})
