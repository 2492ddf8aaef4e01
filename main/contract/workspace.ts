import { oc } from '@orpc/contract'
import { z } from 'zod'
import { pathSchema } from './common.ts'

export const workspaceInfoSchema = z.object({
  path: z.string(),
  version: z.string(),
  schemaVersion: z.number().int(),
  freeBytes: z.number(),
  platform: z.string(),
  nodeVersion: z.string(),
  cpuCount: z.number().int(),
  memoryBytes: z.number(),
  /** The device that new runs use. */
  device: z.string(),
  /** 'desktop' where native dialogs exist, 'web' in a browser, 'cli' in the command line's own process. */
  host: z.enum(['desktop', 'web', 'cli']),
})
export type WorkspaceInfo = z.infer<typeof workspaceInfoSchema>

export const folderEntrySchema = z.object({
  name: z.string(),
  path: z.string(),
  kind: z.enum(['folder', 'file']),
  bytes: z.number().nullable(),
  /** A format that can be read as an image. */
  readable: z.boolean(),
})
export type FolderEntry = z.infer<typeof folderEntrySchema>

export const workspaceContract = {
  info: oc.output(workspaceInfoSchema),
  /** Folders the user allowed the core to read; nothing outside of them is read. */
  folders: oc.output(z.array(z.object({ path: z.string(), addedAt: z.string(), present: z.boolean() }))),
  registerFolder: oc.input(z.object({ path: pathSchema })).output(z.object({ path: z.string() })),
  forgetFolder: oc.input(z.object({ path: pathSchema })).output(z.object({ removed: z.boolean() })),
  /** A registered folder's content, folders first; at most 5,000 entries. */
  browse: oc.input(z.object({ path: pathSchema })).output(
    z.object({
      path: z.string(),
      parent: z.string().nullable(),
      entries: z.array(folderEntrySchema),
      truncated: z.boolean(),
    }),
  ),
}
