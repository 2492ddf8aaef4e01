import { mkdirSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { binMean } from '../../main/domain/resample.ts'
import { writeNpy } from '../../main/formats/npy.ts'
import { classes, labelledImages, side } from '../main/engine/support/labelled.ts'
import { expect, test } from './app.ts'
import { expectAccessible, importFolder, shoot } from './steps.ts'

const COUNT = 60

/** <class>/LR/<n>.npy and HR beside it: noisy arcs, smooth, with clumps, or with a dark lane. */
function writeLenses(root: string): void {
  const images = labelledImages(COUNT, 6)
  const size = side * side
  for (let i = 0; i < COUNT; i++) {
    const hr = { width: side, height: side, data: images.slice(i * size, (i + 1) * size) }
    for (const [name, image] of [
      ['HR', hr],
      ['LR', binMean(hr, 2)],
    ] as const) {
      const place = join(root, classes[i % 3] ?? '', name)
      mkdirSync(place, { recursive: true })
      writeFileSync(join(place, `lens_${i}.npy`), writeNpy({ shape: [image.height, image.width], data: image.data }))
    }
  }
}

test('a user labels images, trains a classifier on them, and judges a network by it', async ({ subarc: page }) => {
  test.setTimeout(900_000)
  const folder = await mkdtemp(join(tmpdir(), 'subarc-classes-'))
  writeLenses(folder)
  await importFolder(page, folder)
  const dataset = page.url()

  await test.step('the classes are read from the folders', async () => {
    await page.getByRole('tab', { name: 'Classes' }).click()
    await page.getByRole('button', { name: 'Look' }).click()
    await expect(page.getByText('no: 20, sphere: 20, vort: 20; 0 without a class')).toBeVisible()
    await page.getByRole('button', { name: 'Give these classes' }).click()
    await expect(page.getByRole('link', { name: 'Train a classifier' })).toBeVisible()
    await expectAccessible(page)
    await shoot(page, 'classes')
  })

  await test.step('a sample shows its class, and can have another', async () => {
    await page
      .getByRole('option', { name: /lens_0/ })
      .first()
      .click()
    await expect(page.getByRole('combobox', { name: 'Class' })).toHaveValue('no')
    await shoot(page, 'sample-class')
  })

  await test.step('a classifier is trained, live, and scored', async () => {
    await page.goto(dataset)
    await page.getByRole('tab', { name: 'Classes' }).click()
    await page.getByRole('link', { name: 'Train a classifier' }).click()
    await expect(page.getByRole('radio', { name: 'Best, for classes' })).toBeChecked()
    await expect(page.getByText('60 images in 3 classes')).toBeVisible()
    await page.getByRole('button', { name: /All settings/ }).click()
    await page.getByLabel('Epochs', { exact: true }).fill('15')
    await expectAccessible(page)
    await shoot(page, 'classifier-form')
    await page.getByRole('button', { name: 'Start training' }).click()
    await expect(page.getByRole('button', { name: /: Accuracy$/ })).toBeVisible()
    await shoot(page, 'classifier-training')
    await page.getByRole('link', { name: 'Open the run' }).click()
    await page.waitForURL(/\/runs\//)
    await expect(page.getByText('done', { exact: true })).toBeVisible({ timeout: 400_000 })
    await page.getByRole('button', { name: 'Evaluate' }).click()
    await expect(page.getByRole('table', { name: 'Confusion matrix' })).toBeVisible({ timeout: 200_000 })
    await expect(page.getByRole('img', { name: /ROC curves/ })).toBeVisible()
    // The page that a message of its end would lead to is this one.
    await expect(page.getByText(/^Evaluate .*: done\./)).toHaveCount(0)
    await page.getByRole('heading', { name: 'How well it tells the classes apart' }).scrollIntoViewIfNeeded()
    await expectAccessible(page)
    await shoot(page, 'classifier-run')
    await page.getByRole('table', { name: 'Confusion matrix' }).scrollIntoViewIfNeeded()
    await shoot(page, 'classifier-scores')
  })

  await test.step('its form comes back filled in, to be changed', async () => {
    const run = page.url()
    await page.getByRole('link', { name: 'Run again with changes' }).click()
    await expect(page.getByRole('radio', { name: 'Best, for classes' })).toBeChecked()
    await page.getByRole('button', { name: /All settings/ }).click()
    await expect(page.getByLabel('Epochs', { exact: true })).toHaveValue('15')
    await shoot(page, 'classifier-again')
    await page.goto(run)
    await expect(page.getByRole('table', { name: 'Confusion matrix' })).toBeVisible()
  })

  await test.step('in the other theme too', async () => {
    await page.getByRole('button', { name: 'Theme: dark' }).click()
    await expect(page.getByRole('button', { name: 'Theme: light' })).toBeVisible()
    // Else the button's tooltip lies over the page.
    await page.mouse.move(720, 20)
    await expect(page.getByRole('tooltip')).toHaveCount(0)
    await expectAccessible(page)
    await shoot(page, 'classifier-light')
  })

  await test.step('a network is trained against a discriminator, its classifier and its beginning before it', async () => {
    await page.getByRole('link', { name: 'Train', exact: true }).click()
    await page.getByRole('radio', { name: 'A network of the study' }).click()
    await page.getByLabel('Row of its tables').click()
    await page.getByRole('option', { name: 'SRGan' }).click()
    await page.getByRole('button', { name: /All settings/ }).click()
    const fill = async (stage: string, fields: Readonly<Record<string, string>>) => {
      await page.getByRole('tab', { name: stage }).click()
      for (const [field, value] of Object.entries(fields)) await page.getByLabel(field, { exact: true }).fill(value)
    }
    await fill('1. Resnet_simple', { Epochs: '1', Channels: '4' })
    await shoot(page, 'adversarial-classifier-stage')
    await fill('2. ResnetSISR_sparse', { Epochs: '1', 'Residual blocks': '1', Channels: '4' })
    await fill('3. SRGan', { Epochs: '3', 'Residual blocks': '1', Channels: '4' })
    await expectAccessible(page)
    await shoot(page, 'adversarial-form')
    await page.getByRole('button', { name: 'Start training' }).click()
    await page.waitForURL(/\/groups\//)
    await expect(page.getByText('3 of 3 runs done')).toBeVisible({ timeout: 400_000 })
    await shoot(page, 'adversarial-group')
  })
  await rm(folder, { recursive: true })
})
