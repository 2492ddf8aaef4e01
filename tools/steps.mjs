// Runs the checks one after the other, counts what each test runner counted, and sums it up.
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { withCompileCache } from './node24.mjs'

const RESULTS = 'test-results'

function run(command, args, env = {}) {
  return new Promise(resolve => {
    const child = spawn(command, args, {
      stdio: 'inherit',
      env: withCompileCache({ ...process.env, ...env }),
      shell: process.platform === 'win32',
    })
    child.on('error', error => {
      console.error(`${command}: ${error.message}`)
      resolve(false)
    })
    child.on('exit', code => resolve(code === 0))
  })
}

/** A command that passes or fails as a whole. */
export const command = (name, executable, ...args) => ({
  name,
  async run() {
    const ok = await run(executable, args)
    return { passed: Number(ok), failed: Number(!ok), skipped: 0 }
  },
})

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** A runner that did not get to its report has failed, whatever it had counted. */
const noReport = { passed: 0, failed: 1, skipped: 0 }

/** What failed in a file of Vitest's report, each with the first line of its reason. */
function notesOfFile({ name, status, message, assertionResults }) {
  const failed = assertionResults.filter(test => test.status === 'failed')
  if (failed.length === 0) return status === 'failed' ? [`failed: ${name}: ${firstLine(message)}`] : []
  return failed.map(test => `failed: ${name}: ${test.fullName}: ${firstLine(test.failureMessages[0])}`)
}

const firstLine = (text = '') => text.trimStart().split('\n', 1)[0]

/** The tests of Playwright's report that did not pass at once: a second try that passes is said, never hidden. */
function notesOfSuite({ suites = [], specs = [] }) {
  const notes = specs.flatMap(({ file, title, tests }) =>
    tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ status, results }) => {
        const how = status === 'flaky' ? 'passed at its second try' : 'failed'
        return `${how}: ${file}: ${title}: ${firstLine(results[0]?.error?.message)}`
      }),
  )
  return [...notes, ...suites.flatMap(notesOfSuite)]
}

/** Vitest, counted by its JSON report. */
export const vitest = (name, ...args) => ({
  name,
  async run() {
    const file = join(RESULTS, `${name}.json`)
    rmSync(file, { force: true })
    const ok = await run('vitest', [
      'run',
      ...args,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
    ])
    const report = readJson(file)
    if (report === undefined) return noReport
    const failed = report.numFailedTests
    return {
      passed: report.numPassedTests,
      // A file that fails to load has no failed test of its own.
      failed: ok ? failed : Math.max(failed, 1),
      skipped: report.numPendingTests + report.numTodoTests,
      notes: report.testResults.flatMap(notesOfFile),
    }
  },
})

/** Playwright, counted by its JSON report. */
export const playwright = (name, env, ...args) => ({
  name,
  async run() {
    const file = join(RESULTS, `${name}.json`)
    rmSync(file, { force: true })
    const ok = await run('playwright', ['test', '--reporter=list,json', ...args], {
      ...env,
      PLAYWRIGHT_JSON_OUTPUT_NAME: file,
    })
    const report = readJson(file)
    if (report === undefined) return noReport
    const { expected, flaky, unexpected, skipped } = report.stats
    return {
      passed: expected + flaky,
      failed: ok ? unexpected : Math.max(unexpected, 1),
      skipped,
      notes: report.suites.flatMap(notesOfSuite),
    }
  },
})

/** Something that is missing on this machine: shown, and counted as skipped. */
export const skipped = (name, reason) => ({
  name,
  async run() {
    console.error(`skipped: ${name}: ${reason}`)
    return { passed: 0, failed: 0, skipped: 1 }
  },
})

/** Runs all steps, prints a table, what failed and the closing line; the exit code tells whether all passed. */
export async function runSteps(steps) {
  mkdirSync(RESULTS, { recursive: true })
  const total = { passed: 0, failed: 0, skipped: 0 }
  const lines = []
  const notes = []
  for (const step of steps) {
    console.log(`\n== ${step.name}`)
    const started = performance.now()
    const result = await step.run()
    for (const key of Object.keys(total)) total[key] += result[key]
    notes.push(...(result.notes ?? []))
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    lines.push(
      `${step.name.padEnd(14)} ${seconds.padStart(7)} s  ${result.passed} passed, ${result.failed} failed, ${result.skipped} skipped`,
    )
  }
  console.log(`\n${lines.join('\n')}\n`)
  if (notes.length > 0) console.log(`${notes.join('\n')}\n`)
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
  process.exitCode = total.failed === 0 ? 0 : 1
}
