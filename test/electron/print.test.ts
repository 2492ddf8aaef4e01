import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { CoreMessage, MainMessage } from '../../electron/messages.ts'
import { createPrintClient } from '../../electron/printClient.ts'
import { type PrintWindow, printPage } from '../../electron/printRelay.ts'
import { failure, temporaryFolder } from '../support/core.ts'

const folder = temporaryFolder('print')
afterAll(() => folder.remove())

/** Both ends joined as Electron joins them, with a window that prints the name of what it was given. */
function joined(fails = false) {
  const destroyed: string[] = []
  const openWindow = (): PrintWindow => {
    let loaded = ''
    return {
      loadFile: async path => {
        loaded = path
      },
      webContents: {
        printToPDF: async () => {
          if (fails) throw new Error('out of paper')
          return Buffer.from(`%PDF-${loaded}`)
        },
      },
      destroy: () => destroyed.push(loaded),
    }
  }
  const client = createPrintClient((message: CoreMessage) => {
    if (message.type === 'print') void printPage(message, openWindow, (answer: MainMessage) => client.receive(answer))
  })
  return { print: client.print, destroyed }
}

describe('a report on the desktop', () => {
  it('is printed by a window that is not shown and does not stay', async () => {
    const { print, destroyed } = joined()
    const pdf = join(folder.path, 'a.pdf')
    await Promise.all([print('a.html', pdf), print('b.html', join(folder.path, 'b.pdf'))])
    expect(readFileSync(pdf, 'utf8')).toBe('%PDF-a.html')
    expect(destroyed.toSorted()).toEqual(['a.html', 'b.html'])
  })

  it('that cannot be printed says why', async () => {
    const { print, destroyed } = joined(true)
    expect(await failure(print('a.html', join(folder.path, 'c.pdf')))).toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('out of paper'),
    })
    expect(destroyed).toEqual(['a.html'])
  })
})
