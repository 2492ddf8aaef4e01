// The bridge between the page and the desktop: named functions, nothing else. Sandboxed preloads are CommonJS.
const { contextBridge, ipcRenderer }: typeof import('electron') = require('electron')

contextBridge.exposeInMainWorld('subarc', {
  platform: process.platform,
  chooseFolder: (): Promise<string | null> => ipcRenderer.invoke('subarc:choose-folder'),
  chooseFiles: (): Promise<string[]> => ipcRenderer.invoke('subarc:choose-files'),
  showInFolder: (path: string): Promise<void> => ipcRenderer.invoke('subarc:show-in-folder', path),
})
