// `npm test`: everything that must hold, in one command. `--long` adds what takes longer.
import { STATIC_CHECKS } from './check.mjs'
import { obtainChromium } from './chromium.mjs'
import { command, playwright, runSteps, vitest } from './steps.mjs'

const long = process.argv.includes('--long')

/** Without a browser the browser tests have not passed: they fail, with what to install. */
function browserSteps() {
  const { path, missing } = obtainChromium()
  const build = command('build', 'vite', 'build', '--logLevel', 'warn')
  if (path !== undefined) return [build, playwright('browser', { CHROMIUM_PATH: path })]
  return [
    {
      name: 'browser',
      async run() {
        console.error(missing)
        return { passed: 0, failed: 1, skipped: 0 }
      },
    },
  ]
}

await runSteps([
  ...STATIC_CHECKS,
  vitest('unit', '--project', 'unit'),
  vitest('conformance', '--project', 'conformance'),
  vitest('contract', '--project', 'contract'),
  ...browserSteps(),
  ...(long ? [vitest('long', '--project', 'long')] : []),
])
