import { AppError } from '../main/domain/errors.ts'
import type { PdfPrinter } from '../main/services/reports/printPdf.ts'
import type { CoreMessage, MainMessage } from './messages.ts'

/** Prints pages of the core's process by Electron's main process, which has a browser. */
export function createPrintClient(send: (message: CoreMessage) => void): {
  print: PdfPrinter
  receive(message: MainMessage): void
} {
  const waiting = new Map<number, (error: string | null) => void>()
  let next = 1
  return {
    print: (html, pdf) =>
      new Promise((resolve, reject) => {
        const id = next++
        waiting.set(id, error => {
          if (error === null) resolve()
          else reject(new AppError('unsupported', `The report could not be printed: ${error}`, {}))
        })
        send({ type: 'print', id, html, pdf })
      }),
    receive(message) {
      if (message.type !== 'printed') return
      waiting.get(message.id)?.(message.error)
      waiting.delete(message.id)
    },
  }
}
