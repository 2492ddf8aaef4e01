import { implement } from '@orpc/server'
import { viewsContract } from '../../contract/views.ts'
import type { ServiceContext } from '../context.ts'
import { addViewImages } from './images.ts'
import { recentViews } from './recent.ts'
import { createViews } from './service.ts'

export function viewsRouter(context: ServiceContext) {
  const views = createViews(context)
  addViewImages(context, views)
  const os = implement(viewsContract)
  return os.router({
    files: os.files.handler(({ input }) => views.files(input.source)),
    open: os.open.handler(({ input }) => views.open(input.path)),
    header: os.header.handler(({ input }) => views.header(input.path, input.image)),
    pyramid: os.pyramid.handler(async ({ input, signal }) => views.pyramids.follow(await views.plane(input), signal)),
    recent: os.recent.handler(() => recentViews(context.workspace)),
  })
}
