import { implement } from '@orpc/server'
import { runsContract } from '../../contract/runs.ts'
import type { ServiceContext } from '../context.ts'
import { addRunImages } from './images.ts'
import { createRunsService } from './service.ts'

export function runsRouter(context: ServiceContext) {
  const runs = createRunsService(context)
  addRunImages(context)
  const os = implement(runsContract)
  return os.router({
    list: os.list.handler(({ input }) => runs.list(input)),
    get: os.get.handler(({ input }) => runs.get(input)),
    series: os.series.handler(({ input }) => runs.series(input)),
    log: os.log.handler(({ input }) => runs.log(input)),
    update: os.update.handler(({ input }) => runs.update(input)),
    remove: os.remove.handler(({ input }) => runs.remove(input)),
    trash: os.trash.handler(() => runs.trash()),
    restore: os.restore.handler(({ input }) => runs.restore(input)),
    exportWeights: os.exportWeights.handler(({ input }) => runs.exportWeights(input)),
    exportOnnx: os.exportOnnx.handler(({ input }) => runs.exportOnnx(input)),
  })
}
