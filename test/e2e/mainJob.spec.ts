import { readFile } from 'node:fs/promises'
import { readImageBytes } from '../../main/formats/readers.ts'
import { noTestData, testData, testDataPath } from '../support/testData.ts'
import { expect, test } from './app.ts'
import { expectAccessible, importFolder, shoot } from './steps.ts'

// A new workspace as it is.
test.use({ deviceChecked: false })

const PAGES = ['/', '/data', '/data/import', '/simulate', '/train', '/runs', '/compare', '/apply']

for (const scheme of ['dark', 'light'] as const) {
  test(`every page of an empty workspace is accessible and says what to do next, ${scheme}`, async ({ subarc }) => {
    if (scheme === 'light') await subarc.getByRole('button', { name: 'Theme: dark' }).click()
    await expect(subarc.getByRole('button', { name: `Theme: ${scheme}` })).toBeVisible()
    for (const path of PAGES) {
      await subarc.goto(new URL(path, subarc.url()).href)
      await expect(subarc.getByRole('heading', { level: 1 })).toBeVisible()
      await expect(subarc.getByRole('progressbar')).toHaveCount(0)
      await expectAccessible(subarc, scheme === 'dark' ? 'all' : 'contrast')
      await shoot(subarc, `empty${path.replaceAll('/', '-')}-${scheme}`)
    }
  })
}

test(`real images in, a trained network, scores and super-resolved FITS out${noTestData}`, async ({ subarc: page }) => {
  test.skip(testData === undefined, 'the test images are not on this machine')
  test.setTimeout(480_000)

  await test.step('the real HSC/HST pair is imported and marked as uncalibrated', async () => {
    await importFolder(page, testDataPath('hsc-hst-pair'))
    await expect(page.getByText(/64 to 128 px/)).toBeVisible()
    await shoot(page, 'real-pair')
  })

  await test.step('the simulated pairs are imported', async () => {
    await importFolder(page, testDataPath('sim-pairs'))
    await expect(page.getByText('10 pairs')).toBeVisible()
    await expectAccessible(page)
    await shoot(page, 'sim-pairs')
  })

  await test.step('a small network is trained on them, with its curves live', async () => {
    await page.getByRole('link', { name: 'Train on it' }).click()
    await page.getByRole('button', { name: /All settings/ }).click()
    await page.getByLabel('Epochs', { exact: true }).fill('4')
    await page.getByLabel('Residual blocks').fill('1')
    await page.getByLabel('Channels').fill('8')
    await page.getByRole('button', { name: /Start training|Add to the queue/ }).click()
    // The job's own link (one that says "Runs" is there from the start), after the device has been checked.
    const job = page.getByRole('link', { name: /^Train sim-pairs/ }).first()
    await job.waitFor({ timeout: 180_000 })
    await page.goto(new URL('/runs', page.url()).href)
    await page.getByRole('link', { name: /quick/ }).first().click()
    await expect(page.getByText('done', { exact: true })).toBeVisible({ timeout: 180_000 })
    await expect(page.locator('.js-plotly-plot').first()).toBeVisible()
    await expectAccessible(page)
    await shoot(page, 'run')
  })

  await test.step('its network is exported as ONNX', async () => {
    await page.getByRole('button', { name: 'Export as ONNX' }).first().click()
    await expect(page.getByText(/^Written: .*\.onnx$/)).toBeVisible()
    await shoot(page, 'run-onnx')
  })

  await test.step('it is scored on held-out images beside every baseline', async () => {
    await page.getByRole('button', { name: 'Start evaluation' }).click()
    await page.waitForURL(/\/compare\?/, { timeout: 180_000 })
    const scores = page.getByRole('region', { name: 'Scores of every method' })
    for (const method of [/^Network/, /^Bicubic$/, /^Lanczos-3$/, /^Bicubic \+ best affine fit/, /^Richardson-Lucy/]) {
      await expect(scores.getByRole('rowheader', { name: method })).toBeVisible()
    }
    await expectAccessible(page)
    await shoot(page, 'compare')
  })

  await test.step('the real HSC image is super-resolved to FITS that reads back', async () => {
    await page.goto(new URL('/apply', page.url()).href)
    await page.setInputFiles('input[type=file]', testDataPath('hsc-hst-pair', 'Raw.npy'))
    const start = page.getByRole('button', { name: 'Super-resolve the images' })
    const names = page.getByLabel('Names of the files')
    await names.fill('../{name}')
    await expect(page.getByText(/A name has none of the characters/)).toBeVisible()
    await expect(start).toBeDisabled()
    await names.fill('{name}_x{factor}')
    await expect(page.getByText('for example J0946_x2.fits')).toBeVisible()
    await page.getByLabel('If a file is already there').click()
    await page.getByRole('option', { name: /under a new name/ }).click()
    await expectAccessible(page)
    await shoot(page, 'apply')
    await start.click()
    await page.waitForURL(/\/apply\/.+/)
    const link = page.locator('a[download]').first()
    await expect(link).toBeVisible({ timeout: 120_000 })
    await expectAccessible(page)
    await shoot(page, 'results')
    await page.getByRole('button', { name: 'Header' }).click()
    const dialog = page.getByRole('dialog', { name: 'Raw_x2.fits' })
    await dialog.getByLabel('Find in the cards').fill('fluxconv')
    await dialog.getByRole('combobox', { name: 'HDU' }).click()
    await page.getByRole('option', { name: '1: SCI, 128 x 128' }).click()
    await expect(dialog.getByLabel('Cards of the header')).toContainText("FLUXCONV= 'unknown '")
    await expectAccessible(page)
    await shoot(page, 'header')
    await dialog.getByRole('button', { name: 'Close' }).click()
    await expect(dialog).toBeHidden()
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
    const { image, cards } = await readImageBytes(await readFile(await download.path()), 'Raw_x2.fits')
    expect(download.suggestedFilename()).toBe('Raw_x2.fits')
    expect([image.width, image.height]).toEqual([128, 128])
    expect(cards?.some(card => card.startsWith('HISTORY Super-resolved 2 times'))).toBe(true)
    expect(image.data.every(Number.isFinite)).toBe(true)
    expect(new Set(image.data).size).toBeGreaterThan(100)
  })

  await test.step('the result is looked at beside its input and plain interpolation', async () => {
    await page.getByRole('list', { name: 'Results' }).getByRole('link', { name: 'Compare' }).first().click()
    await page.waitForURL(/\/apply\/[^/]+\/0/)
    for (const id of ['input', 'bicubic', 'output']) await expect(page.locator(`[data-panel="${id}"]`)).toBeVisible()
    await page.locator('[data-panel="output"]').hover({ position: { x: 100, y: 100 } })
    await expect(page.locator('[data-reading="input"]')).toContainText(/at \(\d+, \d+\)/)
    await expectAccessible(page)
    await shoot(page, 'result')
  })
})
