import { tmpdir } from 'node:os'
import { createClient } from '../../main/contract/client.ts'
import { startWebServer } from '../../main/hosts/web/server.ts'
import { openCore } from '../support/core.ts'
import { contractSuite } from './suite.ts'

contractSuite('over HTTP with a token', async workspacePath => {
  const core = await openCore(workspacePath)
  const server = await startWebServer({ fetch: core.fetch, assets: tmpdir(), port: 0 })
  const origin = `http://127.0.0.1:${server.port}`
  const authorised = (request: Request) => {
    request.headers.set('authorization', `Bearer ${server.token}`)
    return fetch(request)
  }
  return {
    client: createClient({ origin, fetch: authorised }),
    fetch: (path, init) => authorised(new Request(new URL(path, origin), init)),
    close: async () => {
      await server.close()
      await core.close()
    },
  }
})
