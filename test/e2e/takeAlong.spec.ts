import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright/test'
import { endOf, tinyTraining } from '../support/trainingCore.ts'
import { expect as impatient, startApp, test } from './app.ts'
import { clientOf, smallDataset } from './client.ts'
import { expectAccessible, shoot } from './steps.ts'

// Trainings run beside the page all the while: what it shows may take its time.
const expect = impatient.configure({ timeout: 90_000 })

/** What the page's link gives, as the browser saves it. */
async function downloaded(page: Page, within: string): Promise<{ name: string; path: string }> {
  const link = page.getByRole('group', { name: within }).getByRole('link', { name: 'Download' })
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
  return { name: download.suggestedFilename(), path: await download.path() }
}

async function inBothThemes(page: Page, name: string): Promise<void> {
  for (const scheme of ['light', 'dark'] as const) {
    await page.evaluate(mode => document.documentElement.setAttribute('data-theme', mode), scheme)
    await expectAccessible(page, scheme === 'light' ? 'all' : 'contrast')
    await page.screenshot({ path: `test-results/screens/${name}-${scheme}.png`, fullPage: true })
  }
}

test('a run is made again, changed, reported and taken to another workspace', async ({ app, subarc: page }, info) => {
  test.setTimeout(900_000)
  const client = clientOf(app.url)
  const datasetId = await smallDataset(client)
  const { job, runId } = await client.training.start({ ...tinyTraining, datasetId, name: 'Horseshoe' })
  await endOf(client, job)
  await endOf(client, (await client.evaluations.start({ runId })).job)

  await test.step('run again is one click, and the page says that the same came out', async () => {
    await page.goto(new URL(`/runs/${runId}`, app.url).href)
    await page.getByRole('button', { name: 'Run again', exact: true }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Horseshoe, again' })).toBeVisible()
    await expect(page.getByText('This run gave the same numbers as Horseshoe')).toBeVisible({ timeout: 120_000 })
    await expect(page.getByText('the last weights are equal to the last bit')).toBeVisible()
    await expect(page.getByRole('group', { name: 'train the same in this workspace' })).toContainText(
      'subarc train --again run-',
    )
    await inBothThemes(page, 'run-again')
  })

  await test.step('run again with changes fills in the form; what differs is then listed', async () => {
    await page.getByRole('link', { name: 'Run again with changes' }).click()
    await page.getByRole('button', { name: /All settings/ }).click()
    await expect(page.getByLabel('Channels', { exact: true })).toHaveValue('4')
    await expect(page.getByLabel('Epochs', { exact: true })).toHaveValue('3')
    await shoot(page, 'run-again-with-changes')
    await page.goto(new URL(`/runs/${runId}`, app.url).href)
    await expect(page.getByText('Repeated by Horseshoe, again.')).toBeVisible()
  })

  await test.step('a report is written as HTML and PDF and can be downloaded', async () => {
    await page.getByRole('button', { name: 'Report as HTML' }).click()
    const html = await downloaded(page, 'Report')
    expect(html.name).toMatch(/^Horseshoe-run-.*\.html$/)
    expect(await readFile(html.path, 'utf8')).toContain('References, as BibTeX')
    await page.getByRole('button', { name: 'Report as PDF' }).click()
    await expect(page.getByRole('group', { name: 'Report' })).toContainText(/Written: .*\.pdf/, { timeout: 120_000 })
    expect((await readFile((await downloaded(page, 'Report')).path)).subarray(0, 5).toString()).toBe('%PDF-')
    const report = await page.context().newPage()
    await report.goto(`file://${html.path}`)
    await report.screenshot({ path: 'test-results/screens/report.png', fullPage: true })
    await report.close()
  })

  await test.step('a table is written in the chosen format', async () => {
    await page.getByLabel('Format', { exact: true }).click()
    await page.getByRole('option', { name: 'LaTeX (booktabs)' }).click()
    await page.getByRole('button', { name: 'Write the table' }).click()
    expect(await readFile((await downloaded(page, 'Table')).path, 'utf8')).toContain('\\toprule')
    await page.getByRole('button', { name: 'For TensorBoard' }).click()
    await expect(page.getByRole('group', { name: 'Other programs' })).toContainText(/Written: .*tensorboard/)
    await inBothThemes(page, 'take-along')
  })

  await test.step('its file is taken over by another workspace, once', async () => {
    await page.getByRole('button', { name: 'Export run' }).click()
    const file = await downloaded(page, 'Run as one file')
    expect(file.name).toMatch(/^Horseshoe-run-.*\.subarc$/)
    const other = await startApp(info.outputPath('other'))
    try {
      const there = await page.context().newPage()
      await there.goto(other.url)
      await there.goto(new URL('/runs', other.url).href)
      await there.getByLabel("A run's file").setInputFiles(file.path)
      await expect(there.getByRole('heading', { level: 1, name: 'Horseshoe' })).toBeVisible()
      await expect(there.getByText('Horseshoe was taken over. Its dataset came with it.')).toBeVisible()
      await expect(there.locator('.js-plotly-plot').first()).toBeVisible()
      await expectAccessible(there)
      await there.screenshot({ path: join('test-results', 'screens', 'run-imported.png'), fullPage: true })
      await there.goto(new URL('/runs', other.url).href)
      await there.getByLabel("A run's file").setInputFiles(file.path)
      await expect(there.getByText('is in this workspace already')).toBeVisible()
      await there.close()
    } finally {
      await other.close()
    }
  })
})
