import { oc } from '@orpc/contract'
import { z } from 'zod'
import { pathSchema } from './common.ts'
import { jobSchema } from './jobs.ts'

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

export const checkFindingSchema = z.object({
  /** `database`: SQLite's own check; `record`: one that cannot be read; `file`: missing or changed; `stray`: nobody's. */
  kind: z.enum(['database', 'record', 'file', 'stray']),
  severity: z.enum(['error', 'warning']),
  /** What is wrong, and what to do or what was done. */
  message: z.string(),
  path: z.string().nullable(),
  repaired: z.boolean(),
})
export type CheckFinding = z.infer<typeof checkFindingSchema>

export const workspaceCheckSchema = z.object({
  /** No error is left. */
  sound: z.boolean(),
  /** The database itself is damaged: it must be made anew from what can be read, while nobody has it open. */
  needsSalvage: z.boolean(),
  checked: z.object({
    runs: z.number().int(),
    datasets: z.number().int(),
    evaluations: z.number().int(),
    files: z.number().int(),
  }),
  findings: z.array(checkFindingSchema),
})
export type WorkspaceCheck = z.infer<typeof workspaceCheckSchema>

export const workspaceContract = {
  /** Database, records, and the files that they name; with `hashes` also their content. Works while others do. */
  check: oc
    .input(z.object({ repair: z.boolean().default(false), hashes: z.boolean().default(false) }))
    .output(workspaceCheckSchema),
  /** A copy of all that cannot be made again as one tar file, while work goes on; unpacked, it is a workspace. */
  backup: oc.input(z.object({ file: pathSchema })).output(z.object({ job: jobSchema, file: z.string() })),
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
