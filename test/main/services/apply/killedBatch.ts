import { mkdirSync, readdirSync, watch } from 'node:fs'
import { openTestCore } from '../../../support/trainingCore.ts'

/** An application that super-resolves a folder until it is killed: tells the batch's id once three images are there. */
const [workspace, runId, inputs, out] = process.argv.slice(2)
const core = await openTestCore(workspace)
mkdirSync(out)
const three = new Promise<void>(resolve => {
  watch(out, () => {
    if (readdirSync(out).filter(name => /^[^.].*\.npy$/.test(name)).length >= 3) resolve()
  })
})
const { applyId } = await core.client.apply.start({
  runId,
  source: { kind: 'folder', path: inputs },
  formats: ['fits', 'npy'],
  folder: out,
})
await three
process.send?.(applyId)
