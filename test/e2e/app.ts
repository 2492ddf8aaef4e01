import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, type ConsoleMessage, expect, type Page } from 'playwright/test'
import { trustDevice } from '../support/trustedDevice.ts'

/** Subarc as a user starts it, with a workspace of its own. */
export interface App {
  readonly url: string
  readonly workspace: string
  /** Kills the process as a power cut would. */
  kill(): Promise<void>
  close(): Promise<void>
}

function readAnswer(child: ChildProcess): Promise<{ url: string }> {
  return new Promise((resolve, reject) => {
    let said = ''
    let complained = ''
    child.stderr?.on('data', chunk => {
      complained += chunk
    })
    child.stdout?.on('data', chunk => {
      said += chunk
      if (said.trimEnd().endsWith('}')) resolve(JSON.parse(said))
    })
    child.once('exit', code => reject(new Error(`subarc serve ended with ${code}: ${complained || said}`)))
  })
}

/** Starts `subarc serve` on a workspace; `folders` may be read by it. */
export async function startApp(workspace: string, folders: readonly string[] = []): Promise<App> {
  const folderOptions = folders.length > 0 ? ['--folder', ...folders] : []
  const child = spawn(
    process.execPath,
    ['main/hosts/cli/subarc.ts', 'serve', '--json', '--no-open', '--workspace', workspace, ...folderOptions],
    // Compiled sources are kept, as the command `subarc` has it.
    { stdio: ['ignore', 'pipe', 'pipe'], env: { NODE_COMPILE_CACHE: 'node_modules/.cache/compiled', ...process.env } },
  )
  const exited = once(child, 'exit')
  const { url } = await readAnswer(child)
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await exited
  }
  return { url, workspace, kill: () => end('SIGKILL'), close: () => end('SIGTERM') }
}

/** An error or warning of the page; that a canvas is slow to read is said of the browser without a GPU. */
const isComplaint = (message: ConsoleMessage): boolean =>
  ['error', 'warning'].includes(message.type()) &&
  !/GL Driver Message .*GPU stall due to ReadPixels/.test(message.text())

interface Fixtures {
  /** Whether the processor was checked in this workspace before; otherwise the first training does it. */
  readonly deviceChecked: boolean
  readonly app: App
  /** A page that is signed in and has said nothing wrong in its console so far. */
  readonly subarc: Page
}

export const test = base.extend<Fixtures>({
  deviceChecked: [true, { option: true }],
  app: async ({ deviceChecked }, use) => {
    const workspace = await mkdtemp(join(tmpdir(), 'subarc-e2e-'))
    if (deviceChecked) trustDevice(workspace)
    const app = await startApp(workspace)
    await use(app)
    await app.close()
    await rm(workspace, { recursive: true })
  },
  subarc: async ({ app, page }, use) => {
    await usePage(page, use, () => page.goto(app.url))
  },
})

/** Uses a page after `open` has opened it; it must not have complained in its console then. */
export async function usePage(page: Page, use: (page: Page) => Promise<void>, open: () => Promise<unknown>) {
  const complaints: string[] = []
  page.on('console', message => {
    if (isComplaint(message)) complaints.push(`${message.text()} (${message.location().url}, on ${page.url()})`)
  })
  page.on('pageerror', error => complaints.push(String(error)))
  // What is clicked stands still; tests of motion ask for it.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await open()
  await use(page)
  expect(complaints, 'errors and warnings in the console').toEqual([])
}

export { expect }
