import { noTestData, testData, testDataPath } from '../support/testData.ts'
import { expect, test } from './app.ts'
import { expectAccessible, importFolder, shoot } from './steps.ts'

test(`a user chooses the network, and sees what it was trained as${noTestData}`, async ({ subarc: page }) => {
  test.skip(testData === undefined, 'the test images are not on this machine')
  await importFolder(page, testDataPath('sim-pairs'))
  await page.getByRole('link', { name: 'Train on it' }).click()
  await page.getByRole('button', { name: /All settings/ }).click()
  await page.getByLabel('Kind of network').click()
  await page.getByRole('option', { name: /ResnetSISR/ }).click()
  await expect(page.getByLabel('No negative pixels')).toBeVisible()

  await test.step('a recipe brings its network, and a network its own settings', async () => {
    await page.getByRole('radio', { name: /^Best/ }).click()
    await expect(page.getByLabel('Kind of network')).toHaveText(/EDSR/)
    await expect(page.getByLabel('No negative pixels')).toHaveCount(0)
    await page.getByLabel('Kind of network').click()
    await page.getByRole('option', { name: /RCAN/ }).click()
    await expect(page.getByLabel('Groups of blocks')).toHaveValue('2')
    await expectAccessible(page)
    await shoot(page, 'network-choice')
  })

  await test.step('it is trained, and the run says which it was', async () => {
    for (const [field, value] of [
      ['Groups of blocks', '1'],
      ['Residual blocks', '1'],
      ['Channels', '8'],
      ['Epochs', '3'],
    ] as const) {
      await page.getByLabel(field, { exact: true }).fill(value)
    }
    await page.getByRole('button', { name: /Start training|Add to the queue/ }).click()
    const job = page.getByRole('link', { name: /^Train sim-pairs/ }).first()
    await job.waitFor({ timeout: 180_000 })
    await page.goto(new URL('/runs', page.url()).href)
    await page.getByRole('link', { name: /best/ }).first().click()
    await expect(page.getByText('done', { exact: true })).toBeVisible({ timeout: 180_000 })
    await expect(page.getByText(/RCAN 1 x 1 x 8, x2/).first()).toBeVisible()
    await expectAccessible(page)
    await shoot(page, 'network-run')
  })

  await test.step('it is exported as ONNX for images of any size', async () => {
    await page.getByRole('button', { name: 'Export as ONNX' }).first().click()
    await expect(page.getByText(/^Written: .*\.onnx$/)).toBeVisible()
  })
})
