import { implement } from '@orpc/server'
import { sampContract } from '../../contract/samp.ts'
import type { Samp } from './service.ts'

export function sampRouter(samp: Samp) {
  const os = implement(sampContract)
  return os.router({
    state: os.state.handler(() => samp.state()),
    connect: os.connect.handler(() => samp.connect()),
    disconnect: os.disconnect.handler(() => samp.disconnect()),
    send: os.send.handler(({ input }) => samp.send(input.what, input.client)),
    openOutside: os.openOutside.handler(({ input }) => samp.openOutside(input.what)),
    received: os.received.handler(({ signal }) => samp.received(signal)),
  })
}
