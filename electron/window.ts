import { fileURLToPath } from 'node:url'
import { BrowserWindow, dialog, screen } from 'electron'
import { WEB_PREFERENCES } from './hardening.ts'
import { APP_ORIGIN } from './messages.ts'
import { LEAST_SIZE, readState, windowPlace, writeState } from './state.ts'

const PRELOAD = fileURLToPath(new URL('./preload.cjs', import.meta.url))

/** Opens the window where it was closed last, and keeps where it is closed. */
export function openWindow(stateFile: string): BrowserWindow {
  const kept = readState(stateFile).window
  const window = new BrowserWindow({
    ...windowPlace(
      kept?.bounds,
      screen.getAllDisplays().map(({ workArea }) => workArea),
    ),
    minWidth: LEAST_SIZE.width,
    minHeight: LEAST_SIZE.height,
    show: false,
    backgroundColor: '#0e1116',
    webPreferences: { ...WEB_PREFERENCES, preload: PRELOAD },
  })
  if (kept?.isMaximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () =>
    writeState(stateFile, {
      ...readState(stateFile),
      window: { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() },
    }),
  )
  window.loadURL(`${APP_ORIGIN}/`).catch(error => dialog.showErrorBox('Subarc', String(error)))
  return window
}
