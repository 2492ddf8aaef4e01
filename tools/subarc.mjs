#!/usr/bin/env node
// The `subarc` command: hands over to the sources on Node 24.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { node24, withCompileCache } from './node24.mjs'

const node = node24()
if (node === undefined) {
  console.error(
    `subarc: needs Node 24; this is ${process.version} and no package of Node 24 is installed for ${process.platform} ${process.arch}.\n` +
      'Run `npm ci` in the project, or install Node 24.',
  )
  process.exit(1)
}
const entry = fileURLToPath(new URL('../main/hosts/cli/subarc.ts', import.meta.url))
const child = spawn(node, ['--disable-warning=ExperimentalWarning', entry, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: withCompileCache(),
})
// The terminal sends Ctrl-C to both; the child decides what it means.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => signal !== 'SIGINT' && child.kill(signal))
child.on('exit', (code, signal) => process.exit(signal === null ? (code ?? 1) : 1))
