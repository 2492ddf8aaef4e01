import { writeFile } from 'node:fs/promises'
import type { CoreMessage, MainMessage } from './messages.ts'

/** The part of Electron's BrowserWindow that prints. */
export interface PrintWindow {
  loadFile(path: string): Promise<void>
  readonly webContents: {
    printToPDF(options: { preferCSSPageSize: boolean; printBackground: boolean }): Promise<Uint8Array>
  }
  destroy(): void
}

/** Prints the pages that the core asks for, each in a window of its own that is never shown. */
export async function printPage(
  message: Extract<CoreMessage, { type: 'print' }>,
  openWindow: () => PrintWindow,
  tell: (message: MainMessage) => void,
): Promise<void> {
  const window = openWindow()
  try {
    await window.loadFile(message.html)
    const pdf = await window.webContents.printToPDF({ preferCSSPageSize: true, printBackground: true })
    await writeFile(message.pdf, pdf)
    tell({ type: 'printed', id: message.id, error: null })
  } catch (error) {
    tell({ type: 'printed', id: message.id, error: error instanceof Error ? error.message : String(error) })
  } finally {
    window.destroy()
  }
}
