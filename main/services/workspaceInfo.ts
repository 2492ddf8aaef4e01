import { statfs } from 'node:fs/promises'
import { availableParallelism, totalmem } from 'node:os'
import { implement } from '@orpc/server'
import { type WorkspaceInfo, workspaceContract } from '../contract/workspace.ts'
import { schemaVersion } from '../workspace/migrations.ts'
import { readSetting } from '../workspace/settings.ts'
import type { ServiceContext } from './context.ts'
import { startBackup } from './upkeep/backup.ts'
import { checkWorkspace } from './upkeep/check.ts'

/** The device of new runs where neither the user nor a check has chosen one. */
const defaultDevice = 'onnx:cpu'

/** Under this name the workspace's settings keep the chosen device. */
export const deviceSetting = 'device'

export async function workspaceInfo(context: ServiceContext): Promise<WorkspaceInfo> {
  const { workspace } = context
  const disk = await statfs(workspace.path)
  const device = readSetting(workspace.db, deviceSetting)
  return {
    path: workspace.path,
    version: context.version,
    schemaVersion,
    freeBytes: disk.bavail * disk.bsize,
    platform: `${process.platform}-${process.arch}`,
    nodeVersion: process.versions.node,
    cpuCount: availableParallelism(),
    memoryBytes: totalmem(),
    device: typeof device === 'string' ? device : defaultDevice,
    host: context.host,
  }
}

export function workspaceRouter(context: ServiceContext) {
  const { folders } = context
  const os = implement(workspaceContract)
  return os.router({
    check: os.check.handler(({ input }) => checkWorkspace(context, input)),
    backup: os.backup.handler(({ input }) => startBackup(context, input.file)),
    info: os.info.handler(() => workspaceInfo(context)),
    folders: os.folders.handler(() => folders.list()),
    registerFolder: os.registerFolder.handler(async ({ input }) => ({ path: await folders.register(input.path) })),
    forgetFolder: os.forgetFolder.handler(({ input }) => ({ removed: folders.forget(input.path) })),
    browse: os.browse.handler(({ input }) => folders.browse(input.path)),
  })
}
