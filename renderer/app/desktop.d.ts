/** The few things that a page cannot do by itself; the desktop's preload script provides them. */
export interface DesktopBridge {
  /** Path of the folder that the user chose, or null where the dialog was closed. */
  chooseFolder(): Promise<string | null>
  chooseFiles(): Promise<string[]>
  showInFolder(path: string): Promise<void>
  /** Asks for a folder and starts Subarc anew with the workspace in it; nothing happens where the dialog is closed. */
  openWorkspace(): Promise<void>
  /** Calls back with the page that the menu or the system asks for; returns what ends it. */
  onGo(listener: (path: string) => void): () => void
  readonly platform: string
}

declare global {
  interface Window {
    /** Undefined in a browser. */
    readonly subarc?: DesktopBridge
  }
}
