import { implement } from '@orpc/server'
import { datasetsContract } from '../../contract/datasets.ts'
import type { ServiceContext } from '../context.ts'
import type { Datasets } from './service.ts'

export function datasetsRouter(context: ServiceContext, datasets: Datasets) {
  const os = implement(datasetsContract)
  return os.router({
    list: os.list.handler(() => datasets.list()),
    get: os.get.handler(({ input }) => datasets.detail(input.id)),
    samples: os.samples.handler(({ input }) => datasets.samples(input.id, input.offset, input.limit)),
    metadata: os.metadata.handler(({ input }) => datasets.metadata(input.id, input.sample)),
    histogram: os.histogram.handler(({ input }) => datasets.histogram(input.id, input.role, input.sample)),
    beginUpload: os.beginUpload.handler(() => ({ id: context.uploads.begin() })),
    scan: os.scan.handler(({ input }) => datasets.scan(input.source, input.roles)),
    import: os.import.handler(({ input }) => datasets.startImport(input)),
    rename: os.rename.handler(({ input }) => datasets.rename(input.id, input.name)),
    calibrate: os.calibrate.handler(({ input: { id, ...change } }) => datasets.calibrate(id, change)),
    split: os.split.handler(({ input }) => datasets.split(input.id, input.ratios, input.seed)),
    label: os.label.handler(({ input }) => datasets.label(input.id, input.from, input.dryRun)),
    setLabels: os.setLabels.handler(({ input }) => datasets.setLabels(input.id, input.labels)),
    verify: os.verify.handler(({ input }) => datasets.verify(input.id)),
    remove: os.remove.handler(({ input }) => ({ removed: datasets.remove(input.id) })),
  })
}
