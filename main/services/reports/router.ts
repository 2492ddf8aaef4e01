import { implement } from '@orpc/server'
import { reportsContract } from '../../contract/reports.ts'
import type { ServiceContext } from '../context.ts'
import { exportTo } from '../otherPrograms/exportTo.ts'
import { writeTable } from '../tables/writeTable.ts'
import type { DatasetAccess } from '../training/datasetAccess.ts'
import type { OfferFile } from '../writtenFiles.ts'
import { writeReport } from './writeReport.ts'

export function reportsRouter(context: ServiceContext, datasets: DatasetAccess, offer: OfferFile) {
  const os = implement(reportsContract)
  return os.router({
    write: os.write.handler(async ({ input }) => offer(await writeReport(context, datasets, input))),
    table: os.table.handler(async ({ input }) => offer(await writeTable(context, input))),
    exportTo: os.exportTo.handler(({ input }) => exportTo(context, input)),
  })
}
