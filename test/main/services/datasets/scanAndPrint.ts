/**
 * Scans a folder and prints the error, as a user who is not root: root may read everything. The user changes after
 * the modules have been loaded, which another user may not be able to read.
 */
import { errorFromCall } from '../../../../main/contract/client.ts'
import { openCore } from '../../../support/core.ts'

const [, , workspace, path] = process.argv
if (process.getuid?.() === 0) {
  process.setgid?.(65534)
  process.setuid?.(65534)
}
const core = await openCore(workspace, 'cli')
try {
  await core.client.datasets.scan({ source: { kind: 'folder', path } })
} catch (error) {
  const { code, message } = errorFromCall(error)
  process.stdout.write(JSON.stringify({ code, message }))
}
await core.close()
