import { fileURLToPath } from 'node:url'
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  protocol,
  session,
  shell,
  type UtilityProcess,
  utilityProcess,
} from 'electron'
import { createClient } from '../main/contract/client.ts'
import { engineEntry } from '../main/engine/launch.ts'
import { fetchThroughPipe } from '../main/hosts/pipe/fetch.ts'
import { createAssets } from '../main/hosts/web/assets.ts'
import { workspacePath } from '../main/hosts/workspacePath.ts'
import { installBridge } from './bridge.ts'
import { relayEngines } from './engineRelay.ts'
import { denyPermissions, hardenContents, WEB_PREFERENCES } from './hardening.ts'
import { applicationMenu } from './menu.ts'
import { APP_ORIGIN, type CoreMessage, type MainMessage } from './messages.ts'
import { createProtocolHandler } from './protocol.ts'

const beside = (file: string) => fileURLToPath(new URL(file, import.meta.url))
const INTERFACE_FOLDER = beside('../../renderer')

/** `--workspace FOLDER` of the command line that started the application. */
function askedWorkspace(args: readonly string[]): string | undefined {
  const at = args.indexOf('--workspace')
  return at < 0 ? undefined : args[at + 1]
}

/** Starts the core's process; resolves with the pipe it answers on. */
function startCore(workspace: string): Promise<{ address: string; core: UtilityProcess }> {
  const core = utilityProcess.fork(beside('./coreProcess.js'), [workspace], { serviceName: 'Subarc core' })
  const engines = relayEngines(core, () => utilityProcess.fork(engineEntry, [], { serviceName: 'Subarc engine' }))
  return new Promise((resolve, reject) => {
    core.on('message', (message: CoreMessage) => {
      if (message.type === 'ready') resolve({ address: message.address, core })
      else if (message.type === 'failed') reject(new Error(message.message))
      else engines.handle(message)
    })
    core.on('exit', code => {
      engines.killAll()
      reject(new Error(`The core ended with code ${code}.`))
    })
  })
}

function openWindow(): BrowserWindow {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 900,
    minHeight: 600,
    show: false,
    backgroundColor: '#0f1218',
    webPreferences: { ...WEB_PREFERENCES, preload: beside('./preload.cjs') },
  })
  window.once('ready-to-show', () => window.show())
  window.loadURL(`${APP_ORIGIN}/`).catch(error => dialog.showErrorBox('Subarc', String(error)))
  return window
}

function bridgeTo(address: string): void {
  const client = createClient({ origin: APP_ORIGIN, fetch: fetchThroughPipe(address) })
  installBridge({
    handle: (channel, listener) => ipcMain.handle(channel, listener),
    openDialog: async properties => (await dialog.showOpenDialog({ properties })).filePaths,
    showItemInFolder: path => shell.showItemInFolder(path),
    registerFolder: async path => {
      await client.workspace.registerFolder({ path })
    },
  })
}

/** Asks the core to close the workspace and waits for its end, so that no checkpoint is cut. */
function closeCoreBeforeQuit(core: UtilityProcess): void {
  let closed = false
  core.once('exit', () => {
    closed = true
    app.quit()
  })
  app.on('before-quit', event => {
    if (closed) return
    event.preventDefault()
    core.postMessage({ type: 'close' } satisfies MainMessage)
  })
}

async function start(): Promise<void> {
  await app.whenReady()
  denyPermissions(session.defaultSession)
  const { address, core } = await startCore(workspacePath(askedWorkspace(process.argv)))
  closeCoreBeforeQuit(core)
  protocol.handle(
    'app',
    createProtocolHandler({ core: fetchThroughPipe(address), assets: createAssets(INTERFACE_FOLDER) }),
  )
  bridgeTo(address)
  Menu.setApplicationMenu(Menu.buildFromTemplate(applicationMenu(process.platform)))
  openWindow()
  app.on('activate', () => BrowserWindow.getAllWindows().length === 0 && openWindow())
}

protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true } },
])
app.enableSandbox()
app.on('web-contents-created', (_event, contents) => hardenContents(contents))
app.on('window-all-closed', () => process.platform !== 'darwin' && app.quit())

if (app.requestSingleInstanceLock()) {
  app.on('second-instance', () => BrowserWindow.getAllWindows().at(0)?.focus())
  start().catch(error => {
    dialog.showErrorBox('Subarc could not start', error instanceof Error ? error.message : String(error))
    app.exit(1)
  })
} else {
  app.quit()
}
