import { mkdir } from 'node:fs/promises'
import { homedir, hostname } from 'node:os'
import { join } from 'node:path'
import { expect, startApp, test } from './app.ts'
import { expectAccessible, shoot } from './steps.ts'

// Its report tells what was never checked, too.
test.use({ deviceChecked: false })

const open = (page: import('playwright/test').Page, path: string) => page.goto(new URL(path, page.url()).href)

test('preferences are applied at once, kept in the workspace, and there for the next browser', async ({
  app,
  page,
}) => {
  await page.goto(app.url)
  await open(page, '/settings')
  await page.getByRole('button', { name: 'Light', exact: true }).click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
  const threads = page.getByLabel('Threads of a training')
  await threads.fill('0')
  await expect(page.getByText(/^1 to \d+\.$/)).toBeVisible()
  await threads.fill('1')
  await page.getByLabel('Memory of a training, at most').fill('1.5')
  await page.getByRole('combobox', { name: 'Recipe to begin with' }).click()
  await page.getByRole('option', { name: 'Best, for clean images' }).click()
  await expect(page.getByRole('combobox', { name: 'Recipe to begin with' })).toHaveText('Best, for clean images')
  await expectAccessible(page)
  await shoot(page, 'settings-light')
  await app.close()

  // Another port is another origin: nothing of the first page's own storage is there.
  const again = await startApp(app.workspace)
  await page.goto(again.url)
  await open(page, '/settings')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
  await expect(page.getByLabel('Threads of a training')).toHaveValue('1')
  await expect(page.getByLabel('Memory of a training, at most')).toHaveValue('1.5')
  await expect(page.getByRole('combobox', { name: 'Recipe to begin with' })).toHaveText('Best, for clean images')
  await again.close()
})

test('a folder that may be read is taken from the list, and put back', async ({ app, subarc: page }) => {
  const folder = join(app.workspace, 'images of mine')
  await mkdir(folder)
  await open(page, '/data/import')
  await page.getByLabel('Folder', { exact: true }).fill(folder)
  await page.getByRole('button', { name: 'Open folder' }).click()
  await expect(page.getByText('images of mine')).toBeVisible()
  await open(page, '/settings')
  const listed = page.getByRole('list', { name: 'Folders that Subarc may read' }).getByText(folder)
  await page.getByRole('button', { name: `Stop reading ${folder}` }).click()
  await expect(listed).toBeHidden()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(listed).toBeVisible()
})

test('every page speaks German from its first text on, and is as accessible', async ({ subarc: page }) => {
  await open(page, '/settings')
  await page.getByLabel('Language').click()
  await page.getByRole('option', { name: 'Deutsch' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Einstellungen' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  for (const [path, heading] of [
    ['/', 'Start'],
    ['/view', 'Ansehen'],
    ['/data', 'Daten'],
    ['/data/import', 'Bilder importieren'],
    ['/apply', 'Anwenden'],
    ['/settings', 'Einstellungen'],
    ['/diagnostics', 'Diagnose'],
  ]) {
    await open(page, path)
    await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible()
    await expectAccessible(page)
    await shoot(page, `german${path.replaceAll('/', '-')}`)
  }
  await page.getByRole('button', { name: /Seite, Datensatz oder Lauf/ }).click()
  await page.getByRole('combobox').fill('einst')
  await page.keyboard.press('Enter')
  await page.getByLabel('Sprache').click()
  await page.getByRole('option', { name: 'English' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible()
})

for (const scheme of ['dark', 'light'] as const) {
  test(`diagnostics show devices and log, and a report without private paths, ${scheme}`, async ({
    context,
    subarc: page,
  }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await open(page, '/settings')
    await page.getByRole('button', { name: scheme === 'dark' ? 'Dark' : 'Light', exact: true }).click()
    await page.getByRole('link', { name: 'Diagnostics' }).click()
    await expect(page.getByRole('rowheader', { name: /onnx:cpu/ })).toContainText('(chosen)')
    await expect(page.getByLabel('Log', { exact: true }).last()).toContainText('Nothing is written here')
    await expectAccessible(page, scheme === 'dark' ? 'all' : 'contrast')
    await shoot(page, `diagnostics-${scheme}`)
    await page.getByRole('button', { name: 'Copy for a bug report ...' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByLabel('Report of this machine').last()).toContainText(/^Subarc /)
    await expectAccessible(page, scheme === 'dark' ? 'all' : 'contrast')
    await shoot(page, `bug-report-${scheme}`)
    await dialog.getByRole('button', { name: 'Copy' }).click()
    await expect(page.getByText('The report is in the clipboard.')).toBeVisible()
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied).toContain('onnx:cpu (chosen): not checked')
    expect(copied).not.toContain(homedir())
    expect(copied.split(/\W+/)).not.toContain(hostname())
  })
}
