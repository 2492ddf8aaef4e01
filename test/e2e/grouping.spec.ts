import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright/test'
import { blob } from '../support/core.ts'
import { multiExtensionFits } from '../support/multiExtension.ts'
import { noTestData, testData, testDataPath } from '../support/testData.ts'
import { expect, test } from './app.ts'
import { expectAccessibleInBothThemes } from './steps.ts'

async function lookAt(page: Page, folder: string): Promise<void> {
  await page.goto(new URL('/data/import', page.url()).href)
  await page.getByLabel('Folder', { exact: true }).fill(folder)
  await page.getByRole('button', { name: 'Open folder' }).click()
  await page.getByRole('button', { name: 'Look at this folder' }).click()
  await expect(page.getByText('What was found')).toBeVisible()
}

async function importThem(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Import \d/ }).click()
  await page.waitForURL(/\/data\/(?!import)[^/]+$/)
}

const takenAs = (page: Page, name: string) => page.getByLabel(`What ${name} is taken as`, { exact: true })

test(`a real lens is imported with its noise map, mask and PSF${noTestData}`, async ({ subarc: page }) => {
  test.skip(testData === undefined, 'the test images are not on this machine')
  await lookAt(page, testDataPath('fits-lenses', 'slacs0946+1006_HST'))
  await expect(takenAs(page, 'data')).toHaveValue('science')
  await expect(takenAs(page, 'noise_map')).toHaveValue('error')
  await expect(takenAs(page, 'mask')).toHaveValue('quality')
  await expect(takenAs(page, 'psf')).toHaveValue('psf')
  await expectAccessibleInBothThemes(page, 'grouping-slacs-scan')

  await importThem(page)
  await page.getByRole('tab', { name: 'About' }).click()
  await expect(page.getByText('all LR', { exact: true })).toHaveCount(2)
  await expect(page.getByText(/all LR \(13 % of the LR pixels\)/)).toBeVisible()
  await expectAccessibleInBothThemes(page, 'grouping-slacs-about')

  await page.getByRole('option').first().click()
  await expect(page.getByText('noise_map.fits', { exact: true })).toBeVisible()
  await expect(page.getByText(/px do not count \(mask_extra_galaxies.fits\)/)).toBeVisible()
  await expect(page.getByRole('img', { name: 'PSF of the LR image' })).toBeVisible()
  await expectAccessibleInBothThemes(page, 'grouping-slacs-sample')
})

test('extensions are told by their names, and taken as the user says', async ({ subarc: page }) => {
  const folder = await mkdtemp(join(tmpdir(), 'subarc-grouping-'))
  try {
    for (const [role, side] of [
      ['lr', 16],
      ['hr', 32],
    ] as const) {
      await mkdir(join(folder, role))
      for (const i of [0, 1, 2]) {
        const dq = new Int32Array(side * side)
        dq.fill(16, 40, 46)
        const file = multiExtensionFits([
          { name: 'SCI', width: side, data: blob(side, i) },
          { name: 'ERR', width: side, data: new Float32Array(side * side).fill(0.1) },
          { name: 'DQ', width: side, data: dq },
        ])
        await writeFile(join(folder, role, `lens${i}.fits`), file)
      }
    }
    await lookAt(page, folder)
    await expect(takenAs(page, 'Extension [SCI]')).toHaveValue('science')
    await expect(takenAs(page, 'Extension [ERR]')).toHaveValue('error')
    await expect(takenAs(page, 'Extension [DQ]')).toHaveValue('quality')
    await takenAs(page, 'Extension [ERR]').selectOption('ignore')
    await expect(page.getByRole('row', { name: /Extension \[ERR\]/ })).toContainText('chosen')

    const bits = page.getByLabel('Bits that make a pixel bad')
    await bits.fill('many')
    await expect(page.getByText(/Give a whole number/)).toBeVisible()
    await expect(page.getByRole('button', { name: /^Import \d/ })).toBeDisabled()
    await bits.fill('0x10')
    await expectAccessibleInBothThemes(page, 'grouping-extensions-scan')

    await importThem(page)
    await page.getByRole('option').first().click()
    await expect(page.getByText('6 px do not count (lens0.fits[DQ])')).toHaveCount(2)
    await expectAccessibleInBothThemes(page, 'grouping-extensions-sample')
  } finally {
    await rm(folder, { recursive: true })
  }
})
