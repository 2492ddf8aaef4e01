import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { blob, writeTestImage } from '../support/core.ts'
import { expect, test } from './app.ts'

/** `subarc view` on a file; resolves with the address that it prints. */
async function view(workspace: string, file: string): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(
    process.execPath,
    ['main/hosts/cli/subarc.ts', 'view', file, '--json', '--no-open', '--workspace', workspace],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  let said = ''
  for await (const chunk of child.stdout ?? []) {
    said += chunk
    if (said.trimEnd().endsWith('}')) break
  }
  return { url: JSON.parse(said).url, child }
}

test('subarc view shows a file in the browser, also beside an open window, where it is then among the recent files', async ({
  app,
  subarc: page,
}) => {
  const file = join(app.workspace, 'lens of mine.npy')
  writeTestImage(file, 32, blob(32), [32, 32])
  const { url, child } = await view(app.workspace, file)
  const viewed = await page.context().newPage()
  await viewed.goto(url)
  await expect(viewed.getByRole('heading', { level: 1, name: 'lens of mine.npy' })).toBeVisible()
  await expect(viewed.locator('[data-panel]')).toHaveCount(1)
  expect(viewed.url()).not.toContain('token')
  child.kill('SIGTERM')
  expect((await once(child, 'exit'))[0]).toBe(0)
  await page.goto(new URL('/', page.url()).href)
  await expect(page.getByRole('link', { name: /lens of mine\.npy/ })).toBeVisible()
})
