import { stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { createClient, type SubarcClient } from '../../contract/client.ts'
import type { ImageSource } from '../../contract/datasets.ts'
import { AppError, toAppError } from '../../domain/errors.ts'
import { launchEngine } from '../../engine/launch.ts'
import { createCore } from '../../services/core.ts'
import { pipeAddress } from '../pipe/address.ts'
import { fetchThroughPipe } from '../pipe/fetch.ts'
import { listenOnPipe } from '../pipe/listen.ts'
import { productVersion } from '../version.ts'

export interface Connection {
  readonly client: SubarcClient
  /** The handler itself, for downloads. */
  readonly fetch: (request: Request) => Promise<Response>
  /** True where the workspace is open elsewhere and calls go through that process. */
  readonly remote: boolean
  close(): Promise<void>
}

/** Any origin: requests never leave the machine's pipe. */
const ORIGIN = 'http://subarc'

/** Opens the workspace in this process, or reaches the process that holds it through its pipe. */
export async function connect(workspacePath: string): Promise<Connection> {
  try {
    const core = await createCore({ workspacePath, launchEngine, host: 'cli', version: productVersion })
    // A long command answers others meanwhile: `subarc runs` works beside `subarc train`.
    const pipe = await listenOnPipe(await pipeAddress(workspacePath), core.fetch)
    core.publish({ address: pipe.address })
    const close = async () => {
      await pipe.close()
      await core.close()
    }
    return { client: core.client, fetch: core.fetch, remote: false, close }
  } catch (error) {
    const failure = toAppError(error)
    const address = failure.details.address
    if (failure.code !== 'conflict' || typeof address !== 'string') throw failure
    const fetch = fetchThroughPipe(address)
    return { client: createClient({ origin: ORIGIN, fetch }), fetch, remote: true, close: async () => undefined }
  }
}

/** Runs `use` with a connection and closes it whatever happens. */
export async function withConnection<T>(
  workspacePath: string,
  use: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await connect(workspacePath)
  try {
    return await use(connection)
  } finally {
    await connection.close()
  }
}

/**
 * The images named on the command line. Naming them is leave to read them, so their folders are registered where
 * another process does the reading.
 */
export async function imageSource({ client, remote }: Connection, paths: readonly string[]): Promise<ImageSource> {
  const found = await Promise.all(paths.map(async path => ({ path: resolve(path), folder: await isFolder(path) })))
  if (remote) {
    for (const { path, folder } of found) await client.workspace.registerFolder({ path: folder ? path : dirname(path) })
  }
  if (found.length === 1 && found[0].folder) return { kind: 'folder', path: found[0].path }
  const folder = found.find(one => one.folder)
  if (folder !== undefined)
    throw new AppError('bad-input', `Name one folder or several files, not both: ${folder.path} is a folder.`, {
      path: folder.path,
    })
  return { kind: 'files', paths: found.map(one => one.path) }
}

/** A file named on the command line; its folder is registered where another process does the reading. */
export async function readableFile({ client, remote }: Connection, path: string): Promise<string> {
  const file = resolve(path)
  if (await isFolder(path)) throw new AppError('bad-input', `${file} is a folder. Name a file in it.`, { path: file })
  if (remote) await client.workspace.registerFolder({ path: dirname(file) })
  return file
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch (error) {
    throw new AppError(
      'not-found',
      `There is no file or folder ${resolve(path)}, or it may not be read.`,
      { path },
      error,
    )
  }
}
