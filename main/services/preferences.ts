import type { DatabaseSync } from 'node:sqlite'
import { implement } from '@orpc/server'
import { z } from 'zod'
import { type Preferences, preferencesContract, preferencesSchema } from '../contract/preferences.ts'
import { readSetting, writeSetting } from '../workspace/settings.ts'
import type { ServiceContext } from './context.ts'

/** Under this name the workspace's settings keep them. */
const preferencesSetting = 'preferences'

const storedSchema = z.object({ version: z.literal(1) }).loose()

export const defaultPreferences: Preferences = {
  appearance: 'dark',
  language: 'en',
  threads: null,
  memoryLimitBytes: null,
  presetId: 'quick',
  tourDone: false,
}

/** The user's choices; one that is missing, or that this version does not know, is as if never made. */
export function readPreferences(db: DatabaseSync): Preferences {
  const stored = storedSchema.safeParse(readSetting(db, preferencesSetting))
  if (!stored.success) return defaultPreferences
  const known = Object.entries(preferencesSchema.shape).flatMap(([name, schema]) => {
    const value = schema.safeParse(stored.data[name])
    return value.success ? [[name, value.data]] : []
  })
  return { ...defaultPreferences, ...Object.fromEntries(known) }
}

export function preferencesRouter({ workspace }: ServiceContext) {
  const { db } = workspace
  const os = implement(preferencesContract)
  const set = (changes: Partial<Preferences>): Preferences =>
    workspace.transaction(() => {
      const preferences = { ...readPreferences(db), ...changes }
      writeSetting(db, preferencesSetting, { version: 1, ...preferences })
      return preferences
    })
  return os.router({
    get: os.get.handler(() => readPreferences(db)),
    set: os.set.handler(({ input }) => set(input)),
  })
}
