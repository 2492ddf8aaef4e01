import { chmod, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import { dirname } from 'node:path'
import { createRequestListener } from '@remix-run/node-fetch-server'
import { AppError } from '../../domain/errors.ts'

export interface PipeServer {
  readonly address: string
  close(): Promise<void>
}

/** On a Unix machine the socket's folder must be the user's own and closed to others: it is what keeps them out. */
async function assertPrivate(address: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = dirname(address)
  const { mode, uid } = await stat(folder)
  if (uid !== process.getuid?.() || (mode & 0o077) !== 0)
    throw new AppError('forbidden', `${folder} must belong to you and be closed to others (chmod 700).`, { folder })
}

/** Serves the core's handler on a named pipe or Unix socket; the caller holds the workspace's lock, so a leftover socket is stale. */
export async function listenOnPipe(
  address: string,
  fetch: (request: Request) => Promise<Response>,
): Promise<PipeServer> {
  await assertPrivate(address)
  if (process.platform !== 'win32') await rm(address, { force: true })
  const server = createServer(
    { requestTimeout: 0 },
    createRequestListener(request => fetch(request), { host: 'subarc' }),
  )
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(address, resolve)
  })
  if (process.platform !== 'win32') await chmod(address, 0o600)
  return {
    address,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
