import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { noTestData, testData, testDataPath } from '../support/testData.ts'
import { expect, test } from './app.ts'
import { expectAccessible } from './steps.ts'

/** Importing is quick; where it fails, the page says why at once. */
const SOON = { timeout: 30_000 }

test(`a FITS image of a survey is looked at with its sky coordinates, and the view is a link${noTestData}`, async ({
  subarc: page,
}) => {
  test.skip(testData === undefined, 'the test images are not on this machine')
  const folder = await mkdtemp(join(tmpdir(), 'subarc-vics82-'))
  await mkdir(join(folder, 'HR'))
  await copyFile(testDataPath('fits-lenses/VICS82_test/i.fits'), join(folder, 'HR', 'i.fits'))
  try {
    await page.goto(new URL('/data/import', page.url()).href)
    await page.getByLabel('Folder', { exact: true }).fill(folder)
    await page.getByRole('button', { name: 'Open folder' }).click()
    await page.getByRole('button', { name: 'Look at this folder' }).click()
    await expect(page.getByText('What was found')).toBeVisible()
    await page.getByRole('button', { name: /^Import \d/ }).click()
    await page.waitForURL(/\/data\/(?!import)[^/]+$/, SOON)
    const id = new URL(page.url()).pathname.split('/').at(-1)
    await page.goto(new URL(`/compare?dataset=${id}&sample=0&stretch=asinh&marks=compass,scale,grid`, page.url()).href)
    const panel = page.locator('[data-panel]').last()
    await expect(panel.locator('[data-mark="compass"]')).toBeVisible()
    await panel.hover({ position: { x: 200, y: 200 } })
    await expect(page.locator('[data-sky]').last()).toHaveText(/^\d\d:\d\d:\d\d\.\d+ [+-]\d\d:\d\d:\d\d\.\d+$/)
    const positions = await page.locator('[data-sky]').allTextContents()
    await page.screenshot({ path: 'test-results/screens/vics82-compare.png' })
    expect(positions.length).toBeGreaterThan(0)
    await expectAccessible(page)

    await page.getByRole('button', { name: 'Sky coordinates' }).click()
    await page.getByRole('combobox', { name: 'Coordinates' }).click()
    await page.getByRole('option', { name: 'galactic' }).click()
    await page.getByRole('combobox', { name: 'Written in' }).click()
    await page.getByRole('option', { name: 'degrees', exact: true }).click()
    await page.keyboard.press('Escape')
    await expect(page).toHaveURL(/sky=galactic%2Cdegrees/)
    await page.reload()
    await panel.hover({ position: { x: 200, y: 200 } })
    await expect(page.locator('[data-sky]').last()).toHaveText(/^\d+\.\d+ [+-]\d+\.\d+$/)
  } finally {
    await rm(folder, { recursive: true })
  }
})
