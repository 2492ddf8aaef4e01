import { basename } from 'node:path'
import type { MenuItemConstructorOptions } from 'electron'

/** What the menu can make happen. */
export interface MenuActions {
  /** Asks for files and shows them. */
  openFiles(): void
  openRecent(path: string): void
  openWorkspace(): void
  /** Goes to a page of the interface. */
  go(path: string): void
}

/** Pages in the order of the rail, with the digit that leads to each. */
const PAGES = [
  ['Home', '/'],
  ['View', '/view'],
  ['Data', '/data'],
  ['Simulate', '/simulate'],
  ['Train', '/train'],
  ['Runs', '/runs'],
  ['Compare', '/compare'],
  ['Apply', '/apply'],
] as const

const separator: MenuItemConstructorOptions = { type: 'separator' }

function recentMenu(recent: readonly string[], actions: MenuActions): MenuItemConstructorOptions {
  const items = recent.map(path => ({
    // An ampersand would underline the letter behind it.
    label: basename(path).replaceAll('&', '&&'),
    toolTip: path,
    click: () => actions.openRecent(path),
  }))
  return { label: 'Open Recent', enabled: items.length > 0, submenu: items }
}

/** The menu as each platform expects it: settings stand in the application's own menu on a Mac, quit in File elsewhere. */
export function applicationMenu(
  platform: NodeJS.Platform,
  recent: readonly string[],
  actions: MenuActions,
): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin'
  const settings: MenuItemConstructorOptions = {
    label: 'Settings ...',
    accelerator: 'CmdOrCtrl+,',
    click: () => actions.go('/settings'),
  }
  const file: MenuItemConstructorOptions = {
    label: 'File',
    submenu: [
      { label: 'Open ...', accelerator: 'CmdOrCtrl+O', click: () => actions.openFiles() },
      recentMenu(recent, actions),
      { label: 'Import a Dataset ...', accelerator: 'CmdOrCtrl+I', click: () => actions.go('/data/import') },
      separator,
      { label: 'Open Workspace ...', accelerator: 'CmdOrCtrl+Shift+O', click: () => actions.openWorkspace() },
      ...(isMac
        ? [separator, { role: 'close' } as const]
        : [separator, settings, separator, { role: 'quit' } as const]),
    ],
  }
  const go: MenuItemConstructorOptions = {
    label: 'Go',
    submenu: PAGES.map(([label, path], index) => ({
      label,
      accelerator: `CmdOrCtrl+${index + 1}`,
      click: () => actions.go(path),
    })),
  }
  const view: MenuItemConstructorOptions = {
    label: 'View',
    submenu: [
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      separator,
      { role: 'togglefullscreen' },
      { role: 'toggleDevTools' },
    ],
  }
  const help: MenuItemConstructorOptions = {
    role: 'help',
    submenu: [{ label: 'Diagnostics', click: () => actions.go('/diagnostics') }],
  }
  const mac: MenuItemConstructorOptions[] = isMac
    ? [
        {
          role: 'appMenu',
          submenu: [
            { role: 'about' },
            separator,
            settings,
            separator,
            { role: 'services' },
            separator,
            { role: 'hide' },
            { role: 'hideOthers' },
            { role: 'unhide' },
            separator,
            { role: 'quit' },
          ],
        },
      ]
    : []
  return [...mac, file, { role: 'editMenu' }, view, go, { role: 'windowMenu' }, help]
}
