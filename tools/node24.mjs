// Finds the Node 24 that comes with the install: the machine's own may be older than what the sources need.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const LOCAL = fileURLToPath(
  new URL(`../node_modules/.bin/node${process.platform === 'win32' ? '.cmd' : ''}`, import.meta.url),
)

const OLDEST = 24

/** The executable to run the sources with; undefined where this machine has none. */
export function node24() {
  if (Number(process.versions.node.split('.')[0]) >= OLDEST) return process.execPath
  return existsSync(LOCAL) ? LOCAL : undefined
}
