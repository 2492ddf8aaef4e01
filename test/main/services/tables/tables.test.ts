import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import { afterAll, describe, expect, it } from 'vitest'
import { csvTable } from '../../../../main/services/tables/csv.ts'
import { escapeLatex, latexTable } from '../../../../main/services/tables/latex.ts'
import { parquetTable } from '../../../../main/services/tables/parquet.ts'
import type { Table } from '../../../../main/services/tables/table.ts'
import { temporaryFolder } from '../../../support/core.ts'

const folder = temporaryFolder('tables')
afterAll(() => folder.remove())

const nasty = `=1+1, "a" & <b> 50 % of $x_1$ \\input{y} ~^#{}\nnext`
const text = { type: 'text', unit: null } as const
const table: Table = {
  name: 'scores',
  caption: 'Scores & more',
  columns: [
    { name: 'name', title: 'Name', ...text },
    { name: 'count', title: 'Count', type: 'integer', unit: null },
    { name: 'psnr_dB', title: 'PSNR', type: 'number', unit: 'dB', digits: 2 },
    { name: 'hidden', title: 'Hidden', ...text, wide: true },
  ],
  rows: [
    [nasty, 3, 31.123456789012344, 'x'],
    ['Cosmic Horseshoe 星', 2 ** 40, null, null],
    ['tiny', null, 1.25e-7, ''],
  ],
}

describe('a table as CSV', () => {
  it('keeps every digit, quotes what has commas, quotes and lines, and lets no name become a formula', () => {
    expect(csvTable(table)).toBe(
      [
        'name,count,psnr_dB,hidden',
        `"'${nasty.replaceAll('"', '""')}",3,31.123456789012344,x`,
        'Cosmic Horseshoe 星,1099511627776,,',
        'tiny,,1.25e-7,',
        '',
      ].join('\r\n'),
    )
  })
})

describe('a table as LaTeX', () => {
  it('has the three lines of booktabs, numbers set right with their decimals, and no command from a name', () => {
    const latex = latexTable(table)
    expect(latex.match(/\\(toprule|midrule|bottomrule)/g)).toEqual(['\\toprule', '\\midrule', '\\bottomrule'])
    expect(latex).toContain('\\begin{tabular}{lrr}')
    expect(latex).toContain('Name & Count & PSNR (dB) \\\\')
    expect(latex).toContain('& 3 & 31.12 \\\\')
    expect(latex).toContain('tiny & -- & $1.25 \\times 10^{-7}$ \\\\')
    expect(latex).not.toContain('\\input{')
    expect(escapeLatex('\\a_{b}')).toBe('\\textbackslash{}a\\_\\{b\\}')
  })

  const noTex = spawnSync('pdflatex', ['--version']).error === undefined ? '' : ' (skipped: there is no pdflatex)'
  it.skipIf(noTex !== '')(`is compiled by pdflatex without an error${noTex}`, () => {
    const ascii = { ...table, rows: table.rows.filter(row => !/[^\n -~]/.test(String(row[0]))) }
    const file = join(folder.path, 'table.tex')
    const head = '\\documentclass{article}\\usepackage[T1]{fontenc}\\usepackage{booktabs}\\begin{document}\n'
    writeFileSync(file, `${head}${latexTable(ascii)}\\end{document}\n`)
    const options = { cwd: folder.path, encoding: 'utf8' } as const
    const { status, stdout } = spawnSync('pdflatex', ['-interaction=nonstopmode', '-halt-on-error', file], options)
    expect(stdout.match(/^!.*$/m)?.[0]).toBeUndefined()
    expect(status).toBe(0)
  })
})

describe('a table as Parquet', () => {
  it('has typed columns with missing values, every digit, and its units', async () => {
    const bytes = parquetTable(table, 'Subarc test')
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer
    expect(await parquetReadObjects({ file })).toEqual([
      { name: nasty, count: 3n, psnr_dB: 31.123456789012344, hidden: 'x' },
      { name: 'Cosmic Horseshoe 星', count: 2n ** 40n, psnr_dB: null, hidden: null },
      { name: 'tiny', count: null, psnr_dB: 1.25e-7, hidden: '' },
    ])
    const { key_value_metadata: metadata, created_by } = parquetMetadata(file)
    expect(metadata).toContainEqual({ key: 'units', value: '{"psnr_dB":"dB"}' })
    expect(created_by).toBe('Subarc test')
  })
})
