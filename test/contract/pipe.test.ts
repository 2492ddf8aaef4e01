import { createClient } from '../../main/contract/client.ts'
import { pipeAddress } from '../../main/hosts/pipe/address.ts'
import { fetchThroughPipe } from '../../main/hosts/pipe/fetch.ts'
import { listenOnPipe } from '../../main/hosts/pipe/listen.ts'
import { openCore } from '../support/core.ts'
import { contractSuite } from './suite.ts'

const ORIGIN = 'http://subarc'

contractSuite('through the pipe', async workspacePath => {
  const core = await openCore(workspacePath)
  const pipe = await listenOnPipe(await pipeAddress(workspacePath), core.fetch)
  const fetch = fetchThroughPipe(pipe.address)
  return {
    client: createClient({ origin: ORIGIN, fetch }),
    fetch: (path, init) => fetch(new Request(new URL(path, ORIGIN), init)),
    close: async () => {
      await pipe.close()
      await core.close()
    },
  }
})
