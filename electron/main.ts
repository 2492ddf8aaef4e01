import { join } from 'node:path'
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
import { createClient, type SubarcClient } from '../main/contract/client.ts'
import { engineEntry } from '../main/engine/launch.ts'
import { fetchThroughPipe } from '../main/hosts/pipe/fetch.ts'
import { createAssets } from '../main/hosts/web/assets.ts'
import { workspacePath } from '../main/hosts/workspacePath.ts'
import { installBridge } from './bridge.ts'
import { relayEngines } from './engineRelay.ts'
import { denyPermissions, hardenContents, WEB_PREFERENCES } from './hardening.ts'
import { applicationMenu } from './menu.ts'
import { APP_ORIGIN, type CoreMessage, GO, type MainMessage } from './messages.ts'
import { askedWorkspace, createGuide, filesOf } from './opening.ts'
import { printPage } from './printRelay.ts'
import { createProtocolHandler } from './protocol.ts'
import { readState, writeState } from './state.ts'
import { openWindow } from './window.ts'

const beside = (file: string) => fileURLToPath(new URL(file, import.meta.url))
const INTERFACE_FOLDER = beside('../../renderer')
const stateFile = () => join(app.getPath('userData'), 'desktop.json')

/** Starts the core's process; resolves with the pipe it answers on. */
function startCore(workspace: string): Promise<{ address: string; core: UtilityProcess }> {
  const core = utilityProcess.fork(beside('./coreProcess.js'), [workspace], { serviceName: 'Subarc core' })
  const engines = relayEngines(core, () => utilityProcess.fork(engineEntry, [], { serviceName: 'Subarc engine' }))
  return new Promise((resolve, reject) => {
    core.on('message', (message: CoreMessage) => {
      if (message.type === 'ready') resolve({ address: message.address, core })
      else if (message.type === 'failed') reject(new Error(message.message))
      else if (message.type === 'print') void printPage(message, openPrintWindow, answer => core.postMessage(answer))
      else engines.handle(message)
    })
    core.on('exit', code => {
      engines.killAll()
      reject(new Error(`The core ended with code ${code}.`))
    })
  })
}

/** Without script and in a session of its own: what is printed comes from the core and asks for nothing. */
const openPrintWindow = () =>
  new BrowserWindow({
    show: false,
    webPreferences: { ...WEB_PREFERENCES, javascript: false, partition: 'print' },
  })

const openDialog = async (properties: ('openDirectory' | 'openFile' | 'multiSelections')[]) =>
  (await dialog.showOpenDialog({ properties })).filePaths

/** The workspace of the next start, which is now. */
function restartOn(workspace: string): void {
  writeState(stateFile(), { ...readState(stateFile()), workspace })
  app.relaunch({
    args: process.argv.slice(1).filter((word, i, words) => word !== '--workspace' && words[i - 1] !== '--workspace'),
  })
  app.quit()
}

function bridgeTo(client: SubarcClient): void {
  installBridge({
    handle: (channel, listener) => ipcMain.handle(channel, listener),
    openDialog,
    showItemInFolder: path => shell.showItemInFolder(path),
    restartOn,
    pageListens: () => guide.listening(),
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

/** The one window, brought to the front; opened where it was closed. */
function window(): BrowserWindow {
  const [open] = BrowserWindow.getAllWindows()
  if (open === undefined) {
    const opened = openWindow(stateFile())
    opened.once('closed', () => guide.gone())
    return opened
  }
  if (open.isMinimized()) open.restore()
  open.focus()
  return open
}

const connected = Promise.withResolvers<SubarcClient>()

const guide = createGuide({
  tell: path => window().webContents.send(GO, path),
  async allow(files) {
    const client = await connected.promise
    for (const path of files) {
      await client.workspace.registerFolder({ path }).catch(error => dialog.showErrorBox('Subarc', String(error)))
      app.addRecentDocument(path)
    }
    await showMenu(client)
  },
})

/** Goes to a page; a Mac's menu is there without a window too. */
function go(path: string): void {
  window()
  guide.go(path)
}

/** The menu with the files that were looked at last. */
async function showMenu(client: SubarcClient): Promise<void> {
  const recent = await client.views.recent().catch(() => [])
  const actions = {
    openFiles: () => void openDialog(['openFile', 'multiSelections']).then(files => guide.open(files)),
    openRecent: (path: string) => guide.open([path]),
    openWorkspace: () =>
      void openDialog(['openDirectory']).then(([folder]) => folder !== undefined && restartOn(folder)),
    go,
  }
  const paths = recent.map(({ path }) => path)
  Menu.setApplicationMenu(Menu.buildFromTemplate(applicationMenu(process.platform, paths, actions)))
}

async function start(): Promise<void> {
  await app.whenReady()
  denyPermissions(session.defaultSession)
  const asked = askedWorkspace(process.argv) ?? process.env.SUBARC_WORKSPACE ?? readState(stateFile()).workspace
  const { address, core } = await startCore(workspacePath(asked))
  closeCoreBeforeQuit(core)
  const fetch = fetchThroughPipe(address)
  const client = createClient({ origin: APP_ORIGIN, fetch })
  connected.resolve(client)
  protocol.handle('app', createProtocolHandler({ core: fetch, assets: createAssets(INTERFACE_FOLDER) }))
  bridgeTo(client)
  await showMenu(client)
  window()
  guide.open(filesOf(process.argv, process.cwd()))
  app.on('activate', () => window())
}

protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true } },
])
app.enableSandbox()
app.on('web-contents-created', (_event, contents) => hardenContents(contents))
app.on('window-all-closed', () => process.platform !== 'darwin' && app.quit())
// A Mac hands files over by this event, also before the application is ready.
app.on('open-file', (event, path) => {
  event.preventDefault()
  guide.open([path])
})

if (app.requestSingleInstanceLock()) {
  app.on('second-instance', (_event, argv, cwd) => {
    void connected.promise.then(() => window())
    guide.open(filesOf(argv, cwd))
  })
  start().catch(error => {
    dialog.showErrorBox('Subarc could not start', error instanceof Error ? error.message : String(error))
    app.exit(1)
  })
} else {
  app.quit()
}
