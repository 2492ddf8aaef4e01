import { z } from 'zod'
import { readSetting, writeSetting } from '../../workspace/settings.ts'
import type { Workspace } from '../../workspace/workspace.ts'

const SETTING = 'queue'

const queueSettingsSchema = z.object({
  version: z.literal(1),
  held: z.boolean(),
  parallel: z.number().int().min(1).max(8),
})

export type QueueSettings = Omit<z.infer<typeof queueSettingsSchema>, 'version'>

/** One at a time, not held: what a workspace has before its user says otherwise. */
export function readQueueSettings({ db }: Workspace): QueueSettings {
  const { success, data } = queueSettingsSchema.safeParse(readSetting(db, SETTING))
  return success ? { held: data.held, parallel: data.parallel } : { held: false, parallel: 1 }
}

export function writeQueueSettings({ db }: Workspace, settings: QueueSettings): QueueSettings {
  writeSetting(db, SETTING, { version: 1, ...settings })
  return settings
}
