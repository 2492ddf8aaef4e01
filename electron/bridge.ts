import { stat } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import { AppError } from '../main/domain/errors.ts'
import { APP_ORIGIN, BRIDGE } from './messages.ts'

/** The parts of Electron that answer the preload bridge. */
export interface BridgeHost {
  handle(
    channel: string,
    listener: (event: { senderFrame: { url: string; parent: unknown } | null }, ...args: unknown[]) => unknown,
  ): void
  openDialog(properties: ('openDirectory' | 'openFile' | 'multiSelections')[]): Promise<string[]>
  showItemInFolder(path: string): void
  /** The page can be told where to go. */
  pageListens(): void
  /** Starts the application anew on the workspace in a folder. */
  restartOn(workspace: string): void
  /** A folder that the user chose in a native dialog may be read from then on. */
  registerFolder(path: string): Promise<void>
}

/** Whether a message comes from the top frame of the window's own page. */
export function isOwnFrame(frame: { url: string; parent: unknown } | null): boolean {
  if (frame === null || frame.parent !== null) return false
  return frame.url === APP_ORIGIN || frame.url.startsWith(`${APP_ORIGIN}/`)
}

/** Answers the few calls that a page cannot make itself; the sender of each is checked. */
export function installBridge(host: BridgeHost): void {
  const answer = (channel: string, run: (...args: unknown[]) => unknown) =>
    host.handle(channel, (event, ...args) => {
      if (!isOwnFrame(event.senderFrame))
        throw new AppError('forbidden', 'This page may not call the desktop.', { channel })
      return run(...args)
    })

  answer(BRIDGE.chooseFolder, async () => {
    const [folder] = await host.openDialog(['openDirectory'])
    if (folder === undefined) return null
    await host.registerFolder(folder)
    return folder
  })
  answer(BRIDGE.chooseFiles, async () => {
    const files = await host.openDialog(['openFile', 'multiSelections'])
    for (const file of files) await host.registerFolder(file)
    return files
  })
  answer(BRIDGE.openWorkspace, async () => {
    const [folder] = await host.openDialog(['openDirectory'])
    if (folder !== undefined) host.restartOn(folder)
  })
  answer(BRIDGE.listening, async () => host.pageListens())
  answer(BRIDGE.showInFolder, async path => {
    if (typeof path !== 'string' || !isAbsolute(path)) throw new AppError('bad-input', 'Give the full path of a file.')
    await stat(path)
    host.showItemInFolder(path)
  })
}
