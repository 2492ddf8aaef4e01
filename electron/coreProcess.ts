/**
 * The core's own process (Electron's utilityProcess): opens the workspace, answers on a pipe that no other user can
 * reach, and asks Electron's main process for engines.
 */
import { toAppError } from '../main/domain/errors.ts'
import { pipeAddress } from '../main/hosts/pipe/address.ts'
import { listenOnPipe } from '../main/hosts/pipe/listen.ts'
import { productVersion } from '../main/hosts/version.ts'
import { createCore } from '../main/services/core.ts'
import { createEngineClient } from './engineClient.ts'
import type { CoreMessage, MainMessage } from './messages.ts'
import { createPrintClient } from './printClient.ts'

const workspacePath = process.argv[2]
const send = (message: CoreMessage) => process.parentPort.postMessage(message)
const engines = createEngineClient(send)
const printer = createPrintClient(send)

async function start(): Promise<() => Promise<void>> {
  const address = await pipeAddress(workspacePath)
  const core = await createCore({
    workspacePath,
    launchEngine: engines.launch,
    printPdf: printer.print,
    host: 'desktop',
    version: productVersion,
  })
  const pipe = await listenOnPipe(address, core.fetch)
  core.publish({ address })
  send({ type: 'ready', address })
  return async () => {
    await pipe.close()
    await core.close()
  }
}

const started = start()
started.catch(error => send({ type: 'failed', message: toAppError(error).message }))

process.parentPort.on('message', ({ data }: { data: MainMessage }) => {
  if (data.type === 'printed') printer.receive(data)
  else if (data.type !== 'close') engines.receive(data)
  else
    started
      .then(close => close())
      .catch(() => undefined)
      .finally(() => process.exit(0))
})
