import type { Page } from 'playwright/test'
import { noTestData, testData, testDataPath } from '../support/testData.ts'
import { expect, test } from './app.ts'
import { expectAccessible, importFolder, shoot } from './steps.ts'

/** The theme is then that of the media: its button goes on to the next one with each press. */
async function followSystem(page: Page): Promise<void> {
  const system = page.getByRole('button', { name: /^Theme: .*system/ })
  for (let press = 0; press < 3 && !(await system.isVisible()); press++) {
    await page.getByRole('button', { name: /^Theme: / }).click()
  }
  await expect(system).toBeVisible()
  await page.mouse.move(300, 8)
}

test(`a user chooses a recipe of the study, and sweeps values of another${noTestData}`, async ({ subarc: page }) => {
  // Six trainings, each in an engine of its own.
  test.slow()
  test.skip(testData === undefined, 'the test images are not on this machine')
  await importFolder(page, testDataPath('sim-pairs'))
  await page.getByRole('link', { name: 'Train on it' }).click()

  await followSystem(page)
  const bothThemes = async (name: string) => {
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme })
      await expectAccessible(page, colorScheme === 'dark' ? 'all' : 'contrast')
      await shoot(page, `${name}-${colorScheme}`)
    }
  }

  await test.step('a row of the study tells its stages, its scores, and what is corrected', async () => {
    await page.getByRole('radio', { name: 'A network of the study' }).click()
    await page.getByLabel('Row of its tables').click()
    await page.getByRole('option', { name: 'DenoisedSISR 0.1' }).click()
    await expect(page.getByText(/Published: MSE 0.00105, SSIM 0.814, PSNR 34.115/)).toBeVisible()
    await page.getByText('What differs from the study, and why').click()
    await expect(page.getByText(/frozen is in evaluation mode/)).toBeVisible()
    await expect(page.getByLabel('1. Denoiser 0.1, trained on')).toHaveText(/sim-pairs/)
    await expect(page.getByText(/Denoiser 10 x 64, then ResnetSISR 10 x 64/)).toBeVisible()
    await page.getByRole('button', { name: /All settings/ }).click()
    await page.getByRole('tab', { name: '1. Denoiser 0.1' }).click()
    await expect(page.getByLabel('Noise added to the input')).toHaveValue('0.1')
    await bothThemes('recipe-stages')
  })

  await test.step('two stages are one start, and come to their end', async () => {
    for (const stage of ['1. Denoiser 0.1', '2. DenoisedSISR 0.1']) {
      await page.getByRole('tab', { name: stage }).click()
      for (const [field, value] of [
        ['Residual blocks', '1'],
        ['Channels', '4'],
        ['Epochs', '2'],
      ] as const) {
        await page.getByLabel(field, { exact: true }).fill(value)
      }
    }
    await page.getByRole('button', { name: /Start training|Add to the queue/ }).click()
    await page.waitForURL(/\/groups\//)
    await expect(page.getByText('2 of 2 runs done')).toBeVisible({ timeout: 180_000 })
    const stages = page.getByRole('table')
    await expect(stages.getByRole('link', { name: 'Denoiser 0.1' })).toBeVisible()
    await bothThemes('recipe-group')
    await stages.getByRole('link', { name: 'DenoisedSISR 0.1' }).click()
    await expect(page.getByText('frozen network before it')).toBeVisible()
  })

  await test.step('a sweep is planned, run and summed up, best first', async () => {
    await page.goto(new URL('/train', page.url()).href)
    await page.getByRole('radio', { name: 'Quick' }).click()
    await page.getByRole('button', { name: /All settings/ }).click()
    await page.getByLabel('Channels', { exact: true }).fill('4')
    await page.getByLabel('Epochs', { exact: true }).fill('2')
    await page.getByRole('button', { name: /Sweep: try several values/ }).click()
    await page.getByLabel('Field 1', { exact: true }).click()
    await page.getByRole('option', { name: 'Residual blocks' }).click()
    await page.getByLabel('Values of field 1').fill('1, 2')
    await page.getByRole('button', { name: 'Add a field' }).click()
    await page.getByLabel('Field 2', { exact: true }).click()
    await page.getByRole('option', { name: 'Learning rate', exact: true }).click()
    await page.getByLabel('Values of field 2').fill('1e-2, 1e-6')
    await expect(page.getByText('4 runs: 4 combinations, 1 seed.')).toBeVisible()
    await bothThemes('sweep-form')
    await page.getByRole('button', { name: 'Start the sweep' }).click()
    await page.waitForURL(/\/groups\//)
    await expect(page.getByText('4 of 4 runs done')).toBeVisible({ timeout: 180_000 })
    const summary = page.getByRole('table').first()
    await expect(summary.getByRole('row')).toHaveCount(5)
    const scores = (await summary.getByRole('row').allInnerTexts()).slice(1).map(row => Number(row.split('\t')[2]))
    expect([...scores].sort((a, b) => b - a)).toEqual(scores)
    await bothThemes('sweep-group')
  })
})
