/** Holds the workspace that is named in its argument, says so, and waits to be killed. */
import { openWorkspace } from '../../../main/workspace/workspace.ts'

openWorkspace(process.argv[2])
process.stdout.write('open')
setInterval(() => undefined, 60_000)
