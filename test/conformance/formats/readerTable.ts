/**
 * The table of docs/fits.md: how many of the test files each reader reads right. `node
 * test/conformance/formats/readerTable.ts` writes it there; the conformance test compares it.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { READERS } from './fitsReaders.ts'
import { judgedFiles, outcomeOf } from './judge.ts'

const DOCUMENT = resolve(import.meta.dirname, '../../../docs/fits.md')
const PLACE = /(<!-- readers -->\n)[\s\S]*?(<!-- \/readers -->)/

export async function readerTable(): Promise<string> {
  const files = judgedFiles()
  const groups = [...new Set(files.map(({ group }) => group))]
  const rows: string[][] = []
  for (const group of groups) {
    const members = files.filter(file => file.group === group)
    const cells = [`${group} (${members.length})`]
    for (const reader of READERS) {
      let right = 0
      for (const { path, isRight } of members) if (isRight(await outcomeOf(reader, path))) right += 1
      cells.push(String(right))
    }
    rows.push(cells)
  }
  const share = (column: number) => {
    const right = rows.reduce((sum, row) => sum + Number(row[column]), 0)
    return `${right} (${Math.round((100 * right) / files.length)} %)`
  }
  const total = [`all (${files.length})`, ...READERS.map((_, i) => share(i + 1))]
  const lines = [['files', ...READERS.map(({ name }) => name)], READERS.map(() => '---').concat('---'), ...rows, total]
  const criteria = READERS.map(({ name, criterion }) => `- ${name}: ${criterion}`)
  return [...lines.map(cells => `| ${cells.join(' | ')} |`), '', ...criteria, ''].join('\n')
}

/** The table as it stands in the document. */
export function documentedTable(): string | undefined {
  return PLACE.exec(readFileSync(DOCUMENT, 'utf8'))?.[0]
    .replace(/^.*\n/, '')
    .replace(/<!--.*$/, '')
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const table = await readerTable()
  writeFileSync(
    DOCUMENT,
    readFileSync(DOCUMENT, 'utf8').replace(PLACE, (_, before, after) => `${before}${table}${after}`),
  )
}
