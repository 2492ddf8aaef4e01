import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const python = process.env.SUBARC_PYTHON ?? 'python3'

/** What a test adds to its title that is skipped where Python lacks these modules; empty where it has them. */
export function noPython(...modules: string[]): string {
  const { status } = spawnSync(python, ['-c', `import ${modules.join(', ')}`], { encoding: 'utf8' })
  return status === 0 ? '' : ` (skipped: ${python} has no ${modules.join(', ')})`
}

/** What a script of test/fixtures prints as JSON. */
export function runPython(script: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): unknown {
  const file = join(import.meta.dirname, '../fixtures', script)
  const options = { encoding: 'utf8', env: { ...process.env, ...environment }, maxBuffer: 2 ** 26 } as const
  const { status, stdout, stderr } = spawnSync(python, [file, ...args], options)
  if (status !== 0) throw new Error(`${script} failed: ${stderr}`)
  return JSON.parse(stdout)
}
