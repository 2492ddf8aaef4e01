import { randomBytes } from 'node:crypto'
import { extname } from 'node:path'
import { implement } from '@orpc/server'
import { reportsContract } from '../../contract/reports.ts'
import { AppError } from '../../domain/errors.ts'
import type { ServiceContext } from '../context.ts'
import { exportTo } from '../otherPrograms/exportTo.ts'
import { writeTable } from '../tables/writeTable.ts'
import type { DatasetAccess } from '../training/datasetAccess.ts'
import { writeReport } from './writeReport.ts'

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.pdf': 'application/pdf',
  '.csv': 'text/csv; charset=utf-8',
  '.tex': 'text/x-tex; charset=utf-8',
  '.xml': 'application/x-votable+xml',
  '.vot': 'application/x-votable+xml',
}

export function reportsRouter(context: ServiceContext, datasets: DatasetAccess) {
  const offer = offerFiles(context)
  const os = implement(reportsContract)
  return os.router({
    write: os.write.handler(async ({ input }) => offer(await writeReport(context, datasets, input))),
    table: os.table.handler(async ({ input }) => offer(await writeTable(context, input))),
    exportTo: os.exportTo.handler(({ input }) => exportTo(context, input)),
  })
}

/** Files that were written since the start can be downloaded by a name that cannot be guessed: `written/<key>`. */
function offerFiles({ images }: ServiceContext) {
  const offered = new Map<string, string>()
  images.addFiles('written', async ([key = '']) => {
    const path = offered.get(key)
    if (path === undefined)
      throw new AppError('not-found', 'This file was written before Subarc was started. Write it again.')
    return { path, type: MEDIA_TYPES[extname(path).toLowerCase()] ?? 'application/octet-stream' }
  })
  return <W extends { readonly file: string }>(written: W): W & { ref: string } => {
    const key = randomBytes(12).toString('hex')
    offered.set(key, written.file)
    return { ...written, ref: `written/${key}` }
  }
}
