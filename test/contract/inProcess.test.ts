import { openCore } from '../support/core.ts'
import { contractSuite } from './suite.ts'

contractSuite('in the same process', async workspacePath => {
  const core = await openCore(workspacePath)
  return {
    client: core.client,
    fetch: (path, init) => core.fetch(new Request(new URL(path, 'http://subarc'), init)),
    close: () => core.close(),
  }
})
