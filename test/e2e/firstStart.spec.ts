import { join } from 'node:path'
import { writeStudyPairs } from '../support/core.ts'
import { expect, test } from './app.ts'
import { expectAccessible, shoot } from './steps.ts'

// A new workspace as it is.
test.use({ deviceChecked: false })

const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 700 },
  { width: 1920, height: 1080 },
]

for (const scheme of ['dark', 'light'] as const) {
  test(`a first start shows a short tour beside a sample lens, at three sizes, ${scheme}`, async ({ subarc: page }) => {
    if (scheme === 'light') {
      await page.getByRole('button', { name: 'Theme: dark' }).click()
      // Away from the button: its tooltip lies outside of every landmark.
      await page.mouse.move(700, 30)
    }
    const tour = page.getByRole('region', { name: 'Welcome to Subarc' })
    await expect(tour.locator('[data-panel]')).toHaveCount(2)
    for (const [index, size] of SIZES.entries()) {
      await page.setViewportSize(size)
      await expectAccessible(page, scheme === 'dark' ? 'all' : 'contrast')
      await shoot(page, `first-start-${size.width}-${scheme}`)
      if (index > 0) await tour.getByRole('button', { name: 'Next' }).click()
    }
    await expect(tour.getByText('3 of 3')).toBeVisible()
    await tour.getByRole('button', { name: 'Done' }).click()
    await expect(tour).toBeHidden()
    await page.reload()
    await expect(page.getByRole('heading', { level: 1, name: 'Home' })).toBeVisible()
    await expect(page.getByText('Recent runs')).toBeVisible()
    await expect(tour).toBeHidden()
  })
}

test('a folder of pairs becomes a training with one Start, and says why it is set as it is', async ({
  app,
  subarc: page,
}) => {
  const folder = join(app.workspace, 'pairs')
  writeStudyPairs(folder, 12)
  await page.getByRole('button', { name: 'Skip the tour' }).click()
  await page.getByRole('link', { name: /^Train on my images/ }).click()
  await page.waitForURL(/\/start$/)
  await page.getByLabel('Folder', { exact: true }).fill(folder)
  await page.getByRole('button', { name: 'Open folder' }).click()
  await page.getByRole('button', { name: 'Train on this folder' }).click()
  await expect(page.getByText(/It imports 12 pairs/)).toBeVisible()
  await page.getByRole('button', { name: 'Why these settings?' }).click()
  await expect(page.getByRole('row', { name: /^Epochs/ })).toBeVisible()
  await expectAccessible(page)
  await shoot(page, 'start-plan')
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  await page.waitForURL(/\/runs\/.+/, { timeout: 120_000 })
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/pairs/)
  await expectAccessible(page)
  await shoot(page, 'start-run')
})

test('images that are no pairs are led to the import, which asks what they are for', async ({ app, subarc: page }) => {
  const folder = join(app.workspace, 'pairs')
  writeStudyPairs(folder, 3)
  await page.goto(new URL('/start', page.url()).href)
  await page.getByLabel('Folder', { exact: true }).fill(join(folder, 'HR'))
  await page.getByRole('button', { name: 'Open folder' }).click()
  await page.getByRole('button', { name: 'Train on this folder' }).click()
  await expect(page.getByText(/These are not pairs/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Start', exact: true })).toBeHidden()
})
