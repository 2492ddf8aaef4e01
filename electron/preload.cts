// The bridge between the page and the desktop: named functions, nothing else. Sandboxed preloads are CommonJS.
const { contextBridge, ipcRenderer }: typeof import('electron') = require('electron')

contextBridge.exposeInMainWorld('subarc', {
  platform: process.platform,
  chooseFolder: (): Promise<string | null> => ipcRenderer.invoke('subarc:choose-folder'),
  chooseFiles: (): Promise<string[]> => ipcRenderer.invoke('subarc:choose-files'),
  openWorkspace: (): Promise<void> => ipcRenderer.invoke('subarc:open-workspace'),
  onGo: (listener: (path: string) => void): (() => void) => {
    // The event itself would give the page the way back to all channels.
    const heard = (_event: unknown, path: string) => listener(path)
    ipcRenderer.on('subarc:go', heard)
    void ipcRenderer.invoke('subarc:listening')
    return () => ipcRenderer.off('subarc:go', heard)
  },
  showInFolder: (path: string): Promise<void> => ipcRenderer.invoke('subarc:show-in-folder', path),
})
