import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { encodeModel } from '../../main/engine/compiler/emit.ts'
import { writeNpy } from '../../main/formats/npy.ts'
import { parseSafetensors } from '../../main/formats/safetensors.ts'
import { drawn, nearestTwice, scales } from '../support/drawnModel.ts'
import { expect, test } from './app.ts'
import { clientOf, smallDataset } from './client.ts'
import { expectAccessible, shoot } from './steps.ts'

const fixtures = join(import.meta.dirname, '../fixtures/weights')
/** An engine of its own looks at a file: on a crowded machine that takes its time to start. */
const slowly = { timeout: 120_000 }
const bytesOf = (name: string) => readFileSync(join(fixtures, name))

test('a user brings along a network that was trained elsewhere, and what Subarc brings along', async ({
  app,
  subarc: page,
}) => {
  const go = (path: string) => page.goto(new URL(path, page.url()).href)
  const give = (name: string, buffer: Buffer) =>
    page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/octet-stream', buffer })

  await test.step('weights that do not fit are named key by key', async () => {
    await go('/runs/import')
    await give('wrong.pt', bytesOf('wrong.pt'))
    await expect(page.getByText('3 of its tensors do not fit the network that they look like.')).toBeVisible(slowly)
    await expect(page.getByRole('row', { name: /body\.0\.body\.2\.bias/ })).toContainText('missing')
    await expect(page.getByRole('button', { name: 'Import', exact: true })).toHaveCount(0)
    await expectAccessible(page)
    await shoot(page, 'import-network-wrong')
  })

  await test.step('others are recognised, confirmed and imported', async () => {
    await give('checkpoint.pth', bytesOf('checkpoint.pth'))
    await expect(page.getByText('ResnetSISR x2: 1 blocks x 4 channels, ReLU output')).toBeVisible(slowly)
    await page.getByLabel('Name of the run').fill('From PyTorch')
    await expect(page.getByRole('switch', { name: /The last layer is a ReLU/ })).toBeChecked()
    await expectAccessible(page)
    await shoot(page, 'import-network')
    await page.getByRole('button', { name: 'Theme: dark' }).click()
    // The button's tip goes when the pointer does.
    await page.mouse.move(300, 8)
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'From PyTorch' })).toBeVisible(slowly)
    await expect(page.getByText('trained elsewhere').first()).toBeVisible()
    await expectAccessible(page)
    await shoot(page, 'import-network-run')
  })

  await test.step('it is scored on images of this workspace', async () => {
    await expect(page.getByText('There are no LR and HR images of its magnification')).toBeVisible()
    await smallDataset(clientOf(app.url))
    await page.reload()
    await page.getByRole('button', { name: 'Start evaluation' }).click()
    await page.waitForURL(/\/compare\?evaluation=/, slowly)
    await expect(page.getByText(/Held-out: test side/)).toBeVisible()
    await shoot(page, 'import-network-scored')
    await page.goBack()
    const evaluations = page.getByRole('table', { name: 'Evaluations of this run' })
    await expect(evaluations).toContainText('Small lenses')
    await expectAccessible(page)
    await shoot(page, 'import-network-evaluations')
  })

  await test.step("somebody else's network of any kind is tried, imported and scored", async () => {
    await go('/runs/import')
    const model = drawn(['n', 1, 'h', 'w'], [nearestTwice()], [scales('nchw')])
    await give('nearest.onnx', Buffer.from(encodeModel(model, { version: '', text: '', properties: {} })))
    await expect(page.getByText('another program')).toBeVisible(slowly)
    await page.getByLabel('Name of the run').fill('Nearest pixels')
    await page.getByLabel('How images were scaled for it').click()
    await page.getByRole('option', { name: 'not at all' }).click()
    await expectAccessible(page)
    await shoot(page, 'import-onnx')
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'Nearest pixels' })).toBeVisible(slowly)
    await page.getByRole('button', { name: 'Start evaluation' }).click()
    await page.waitForURL(/\/compare\?evaluation=/, slowly)
    await expect(page.getByText(/Held-out: test side/)).toBeVisible()
    await shoot(page, 'import-onnx-scored')
  })

  await test.step('a network that comes with Subarc makes an image without any training', async () => {
    await go('/apply')
    await page.getByLabel('Run', { exact: true }).click()
    await page.getByRole('option', { name: /HST-like lenses, x2, comes with Subarc/ }).click()
    const x = parseSafetensors(bytesOf('outputs.safetensors')).tensors.find(({ name }) => name === 'x')
    await give('lens.npy', Buffer.from(writeNpy({ shape: [12, 12], data: Float32Array.from(x?.data ?? []) })))
    await page.getByRole('button', { name: 'Super-resolve the images' }).click()
    await expect(page.getByText(/24 x 24/).first()).toBeVisible(slowly)
    await shoot(page, 'pretrained-applied')
    await go('/runs')
    await expect(page.getByRole('link', { name: 'Import a network' })).toBeVisible()
    await expect(page.getByRole('link', { name: 'HST-like lenses, x2' })).toBeVisible()
  })
})
