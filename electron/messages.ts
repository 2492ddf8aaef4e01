import type { EngineCommand, EngineEvent, EngineExit } from '../main/engine/port.ts'

/** What the core's process says to Electron's main process. A hardened Electron cannot fork itself, so engines are asked for here. */
export type CoreMessage =
  | { readonly type: 'ready'; readonly address: string }
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'engine-fork'; readonly id: number }
  | { readonly type: 'engine-send'; readonly id: number; readonly command: EngineCommand }
  | { readonly type: 'engine-kill'; readonly id: number }
  /** Both are files: the page, and where its PDF goes. */
  | { readonly type: 'print'; readonly id: number; readonly html: string; readonly pdf: string }

/** What Electron's main process says to the core's. */
export type MainMessage =
  | { readonly type: 'engine-event'; readonly id: number; readonly event: EngineEvent }
  | { readonly type: 'engine-exit'; readonly id: number; readonly exit: EngineExit }
  /** `error`: why there is no PDF. */
  | { readonly type: 'printed'; readonly id: number; readonly error: string | null }
  | { readonly type: 'close' }

/** Calls of the preload bridge, by channel. */
export const BRIDGE = {
  chooseFolder: 'subarc:choose-folder',
  chooseFiles: 'subarc:choose-files',
  showInFolder: 'subarc:show-in-folder',
  openWorkspace: 'subarc:open-workspace',
  listening: 'subarc:listening',
} as const

/** What the window is told, by channel: to go to a page, whose path within the interface is given. */
export const GO = 'subarc:go'

/** The one origin of the window. */
export const APP_ORIGIN = 'app://subarc'
