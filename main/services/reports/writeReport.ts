import { randomBytes } from 'node:crypto'
import { rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { AppError } from '../../domain/errors.ts'
import { writeFileAtomic } from '../../formats/atomicFile.ts'
import type { ServiceContext } from '../context.ts'
import { fileStem, outputFolder } from '../export/outputFolder.ts'
import type { DatasetAccess } from '../training/datasetAccess.ts'
import { reportContent } from './content.ts'
import { reportPage } from './page.ts'

export type ReportFormat = 'html' | 'pdf'

export interface WrittenReport {
  readonly file: string
  readonly format: ReportFormat
  readonly bytes: number
  readonly reason: string | null
}

export interface ReportRequest {
  readonly runs: readonly string[]
  readonly format: ReportFormat
  readonly file?: string | undefined
}

/**
 * Writes the report of a run, or of several beside each other, as one file. Where nothing here can print, the page itself is
 * written in the place of the PDF, with the reason. An older file of that name is replaced.
 */
export async function writeReport(
  context: ServiceContext,
  datasets: DatasetAccess,
  { runs, format, file }: ReportRequest,
): Promise<WrittenReport> {
  if (file && extname(file).toLowerCase() !== `.${format}`) {
    throw new AppError('bad-input', `The file ${file} should end in .${format}.`, { file })
  }
  const content = await reportContent(context, datasets, runs)
  const folder = await outputFolder(context, file && dirname(file), 'reports')
  const [first] = content.runs
  const stem =
    runs.length === 1 && first ? `${fileStem(first.run.name)}-${first.run.id}` : `${runs.length}-runs-${runs[0]}`
  const target = join(folder, file ? basename(file) : `${stem}.${format}`)
  const page = reportPage(content)
  if (format === 'html') {
    await writeFileAtomic(target, page)
    return { file: target, format, bytes: Buffer.byteLength(page), reason: null }
  }
  const html = target.replace(/\.pdf$/i, '.html')
  try {
    return { file: target, format, bytes: await print(context, page, target), reason: null }
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'unsupported') throw error
    await writeFileAtomic(html, page)
    return { file: html, format: 'html', bytes: Buffer.byteLength(page), reason: error.message }
  }
}

/** Printed beside its target and renamed: a print that fails half-way leaves the older file as it was. */
async function print({ printPdf }: ServiceContext, page: string, target: string): Promise<number> {
  const beside = join(dirname(target), `.${randomBytes(6).toString('hex')}`)
  try {
    await writeFileAtomic(`${beside}.html`, page)
    await printPdf(`${beside}.html`, `${beside}.pdf`)
    const { size } = await stat(`${beside}.pdf`)
    await rename(`${beside}.pdf`, target)
    return size
  } finally {
    for (const ending of ['html', 'pdf']) await rm(`${beside}.${ending}`, { force: true }).catch(() => undefined)
  }
}
