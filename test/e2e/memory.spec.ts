import { freemem } from 'node:os'
import { expect, test } from 'playwright/test'
import { endOf, openTestCore, smallLenses, temporaryFolder } from '../support/trainingCore.ts'
import { startApp } from './app.ts'
import { expectAccessible } from './steps.ts'

const GIBIBYTE = 2 ** 30
/** 64 blocks of 256 channels take 230 GiB at a batch of 30, fewer channels in proportion: three times what is free. */
const channels = Math.min(256, Math.ceil((256 * 3 * freemem()) / (230 * GIBIBYTE)))
const tooLarge = freemem() > 150 * GIBIBYTE

test('a training that this machine cannot hold is refused with the batch that fits, which the form takes', async ({
  page,
}) => {
  test.skip(tooLarge, 'this machine holds any training that the form allows')
  test.setTimeout(240_000)
  const folder = temporaryFolder()
  const core = await openTestCore(folder.path)
  const simulation = { ...smallLenses, hrPixels: 256, hrPixelScaleArcsec: 0.02 }
  const { job, datasetId } = await core.client.simulate.start({ name: 'Wide', simulation, count: 48, seed: 1 })
  await endOf(core.client, job)
  await core.close()

  const app = await startApp(folder.path)
  try {
    await page.goto(app.url)
    await page.goto(new URL(`/data/${datasetId}`, app.url).href)
    await page.getByRole('link', { name: 'Train on it' }).click()
    await page.getByRole('button', { name: /All settings/ }).click()
    // With batch norm: other networks would train in parts of the batch.
    await page.getByLabel('Kind of network').click()
    await page.getByRole('option', { name: /ResnetSISR/ }).click()
    for (const [label, value] of [
      ['Residual blocks', '64'],
      ['Channels', String(channels)],
      ['Batch size', '30'],
    ]) {
      await page.getByLabel(label).fill(value)
    }
    await page.getByRole('button', { name: 'Start training' }).click()
    await expect(page.getByText(/would take .* GiB of memory at a batch of 30, and .* GiB are free/)).toBeVisible({
      timeout: 120_000,
    })
    await page.screenshot({ path: 'test-results/screens/memory-refused.png', fullPage: true })
    await expectAccessible(page)

    const fitting = page.getByRole('button', { name: /^Use a batch of \d+$/ })
    const batch = ((await fitting.textContent()) ?? '').replace(/\D/g, '')
    await fitting.click()
    await expect(page.getByLabel('Batch size')).toHaveValue(batch)
    await expect(page.getByText(/GiB are free/)).toHaveCount(0)
  } finally {
    await app.close()
    folder.remove()
  }
})
