import { implement } from '@orpc/server'
import { z } from 'zod'
import {
  addressSchema,
  MAX_SAVED_VIEWS,
  type SavedView,
  savedViewSchema,
  savedViewsContract,
} from '../../contract/savedViews.ts'
import { AppError } from '../../domain/errors.ts'
import { newId } from '../../workspace/ids.ts'
import { readSetting, writeSetting } from '../../workspace/settings.ts'
import type { ServiceContext } from '../context.ts'

/** Under these names the workspace's settings keep the views. */
const viewsSetting = 'saved-views'
const lastSetting = (page: string) => `last-view-${page}`

export function savedViewsRouter({ workspace, now }: ServiceContext) {
  const { db } = workspace
  const os = implement(savedViewsContract)

  const all = (): SavedView[] => {
    const stored = readSetting(db, viewsSetting)
    return stored === undefined ? [] : z.array(savedViewSchema).parse(stored)
  }
  const put = (views: readonly SavedView[]): void => writeSetting(db, viewsSetting, views)
  const requireFree = (views: readonly SavedView[], name: string): void => {
    if (!views.some(view => view.name === name)) return
    throw new AppError('conflict', `There is a view called "${name}" already. Choose another name.`, { name })
  }

  const save = (name: string, address: string): SavedView =>
    workspace.transaction(() => {
      const views = all()
      requireFree(views, name)
      if (views.length >= MAX_SAVED_VIEWS) {
        throw new AppError('conflict', `A workspace keeps at most ${MAX_SAVED_VIEWS} views. Delete some first.`)
      }
      const view = { id: newId('view', now()), name, address, createdAt: now().toISOString() }
      put([...views, view])
      return view
    })

  const rename = (id: string, name: string): SavedView =>
    workspace.transaction(() => {
      const views = all()
      const view = views.find(candidate => candidate.id === id)
      if (!view) throw new AppError('not-found', `There is no saved view ${id}. It may have been deleted.`, { id })
      const others = views.filter(candidate => candidate !== view)
      requireFree(others, name)
      const renamed = { ...view, name }
      put([...others, renamed])
      return renamed
    })

  const remove = (id: string): boolean =>
    workspace.transaction(() => {
      const views = all()
      const rest = views.filter(view => view.id !== id)
      put(rest)
      return rest.length < views.length
    })

  return os.router({
    list: os.list.handler(() => all().toSorted((a, b) => a.name.localeCompare(b.name, 'en'))),
    save: os.save.handler(({ input }) => save(input.name, input.address)),
    rename: os.rename.handler(({ input }) => rename(input.id, input.name)),
    remove: os.remove.handler(({ input }) => ({ removed: remove(input.id) })),
    remember: os.remember.handler(({ input }) => {
      writeSetting(db, lastSetting(input.page), input.address)
      return {}
    }),
    recall: os.recall.handler(({ input }) => {
      const stored = addressSchema.safeParse(readSetting(db, lastSetting(input.page)))
      return { address: stored.success ? stored.data : null }
    }),
  })
}
