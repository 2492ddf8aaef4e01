import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { _electron, expect, test } from 'playwright/test'

const folder = resolve('node_modules/electron')
const binary = existsSync(join(folder, 'path.txt'))
  ? join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8').trim())
  : undefined
const built = existsSync('dist/app/electron/main.js')

test('the Electron window shows the interface, sandboxed, with the core behind it', async () => {
  test.skip(binary === undefined || !existsSync(binary), "Electron's binary is not on this machine")
  test.skip(!built, 'the application is not built: npm run build:app')
  test.skip(process.platform === 'linux' && process.env.DISPLAY === undefined, 'no screen for a window')
  const workspace = await mkdtemp(join(tmpdir(), 'subarc-electron-'))
  const app = await _electron.launch({ executablePath: binary, args: ['.', '--workspace', workspace] })
  const window = await app.firstWindow()
  await expect(window.getByRole('navigation')).toBeVisible()
  expect(await window.evaluate(() => typeof (globalThis as { require?: unknown }).require)).toBe('undefined')
  expect(window.url()).toMatch(/^app:\/\/subarc\//)
  await app.close()
})
