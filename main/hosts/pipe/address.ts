import { createHash } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join, resolve } from 'node:path'

/**
 * Where the core of a workspace listens: a Unix socket in a folder that only its owner can enter, or a named pipe on
 * Windows. The name comes from the workspace's path, since a socket's own path must stay under 104 characters.
 */
export async function pipeAddress(workspacePath: string): Promise<string> {
  const name = createHash('sha256').update(resolve(workspacePath)).digest('hex').slice(0, 24)
  if (process.platform === 'win32') return `\\\\.\\pipe\\subarc-${userInfo().username}-${name}`
  const folder = join(tmpdir(), `subarc-${userInfo().uid}`)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return join(folder, `${name}.sock`)
}
