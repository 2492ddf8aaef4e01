// `npm start`: the Electron window where Electron's binary is there or can be fetched, else the same interface in a browser.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const DOWNLOAD_LIMIT_MS = 120_000

const hasScreen =
  process.platform === 'win32' ||
  process.platform === 'darwin' ||
  Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)

function electronBinary() {
  const folder = join(root, 'node_modules', 'electron')
  const pathFile = join(folder, 'path.txt')
  if (!existsSync(pathFile)) return undefined
  const path = join(folder, 'dist', readFileSync(pathFile, 'utf8').trim())
  return existsSync(path) ? path : undefined
}

/** The binary, fetched where it is missing; else the reason why there will be no window. */
function obtainElectron() {
  if (process.argv.includes('--browser')) return { reason: 'asked for with --browser' }
  if (!hasScreen) return { reason: 'this machine has no screen (DISPLAY and WAYLAND_DISPLAY are not set)' }
  const present = electronBinary()
  if (present !== undefined) return { path: present }
  const installer = join(root, 'node_modules', 'electron', 'install.js')
  if (!existsSync(installer)) return { reason: 'the electron package is not installed' }
  console.log("Fetching Electron's binary ...")
  const result = spawnSync(process.execPath, [installer], { cwd: root, encoding: 'utf8', timeout: DOWNLOAD_LIMIT_MS })
  const fetched = electronBinary()
  if (fetched !== undefined) return { path: fetched }
  const said = (result.stderr ?? '')
    .trim()
    .split('\n')
    .find(line => /error/i.test(line))
  return {
    reason: `Electron's binary is not here and could not be fetched${said === undefined ? '' : ` (${said.trim()})`}`,
  }
}

async function newestChange(folder) {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true })
  return Math.max(
    0,
    ...entries.filter(entry => entry.isFile()).map(entry => statSync(join(entry.parentPath, entry.name)).mtimeMs),
  )
}

/** Builds the interface when a source is newer than what was built last. */
async function buildInterface() {
  const built = join(root, 'dist', 'renderer', 'index.html')
  const sources = await Promise.all(['renderer', 'main/contract', 'main/domain', 'resources'].map(newestChange))
  if (existsSync(built) && statSync(built).mtimeMs > Math.max(...sources)) return
  console.log('Building the interface ...')
  run('vite', ['build', '--logLevel', 'warn'])
}

function run(tool, args) {
  const result = spawnSync(tool, args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' })
  if (result.status !== 0) process.exit(result.status ?? 1)
}

const passed = process.argv.slice(2).filter(argument => argument !== '--browser')
await buildInterface()
const electron = obtainElectron()
if (electron.path !== undefined) run('tsc', ['-p', 'tsconfig.app.json'])
else console.log(`Opening in the browser: ${electron.reason}.`)

const child =
  electron.path !== undefined
    ? spawn(electron.path, [root, ...passed], { cwd: root, stdio: 'inherit' })
    : spawn(process.execPath, [join(root, 'tools', 'subarc.mjs'), 'serve', ...passed], {
        cwd: process.env.INIT_CWD ?? root,
        stdio: 'inherit',
      })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => signal !== 'SIGINT' && child.kill(signal))
child.on('exit', code => process.exit(code ?? 1))
