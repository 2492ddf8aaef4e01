import { expect, test } from './app.ts'
import { expectAccessible, shoot } from './steps.ts'

test('a labelled dataset of lenses with other lenses, lights and another instrument comes from the page', async ({
  subarc: page,
}) => {
  test.setTimeout(480_000)
  await page.goto(new URL('/simulate', page.url()).href)
  const preview = page.getByLabel('Preview of lens 1')
  const ready = async () => {
    await expect(page.getByLabel('Simulating')).toHaveCount(0)
    await expect(page.getByRole('heading', { name: 'What this lens drew' })).toBeVisible()
  }

  await test.step('a preset is previewed, its parameters open with units and limits', async () => {
    await expect(preview).toBeVisible()
    await ready()
    await expectAccessible(page)
    await shoot(page, 'simulate-preset')
    const radius = page.getByLabel('Einstein radius, min')
    await radius.fill('-1')
    await expect(page.getByText('0 to 100.')).toBeVisible()
    await expect(page.getByText('The preview waits for valid values.')).toBeVisible()
    await expect(page.getByRole('button', { name: /^Make/ })).toBeDisabled()
    await page.getByRole('button', { name: 'Back to the preset' }).click()
    await expect(radius).toHaveValue('1.2')
  })

  await test.step('a second deflector, a distribution and the light of the lens are added', async () => {
    await page.getByRole('button', { name: 'Add a deflector' }).click()
    await page.getByRole('combobox', { name: 'Deflector 3' }).click()
    await page.getByRole('option', { name: 'NFW halo' }).click()
    await expect(page.getByLabel('Scale radius', { exact: true })).toBeVisible()
    await page.getByRole('button', { name: /How Scale radius is drawn/ }).click()
    await page.getByRole('menuitem', { name: 'evenly in the logarithm' }).click()
    await page.getByLabel('Scale radius, min').fill('2')
    await page.getByRole('button', { name: 'Light of the lens' }).click()
    await page.getByRole('button', { name: 'Add a light' }).click()
    await ready()
    await shoot(page, 'simulate-parts')
    await expectAccessible(page)
  })

  await test.step('parameters go out to a file and come back from it; a wrong file says what is wrong', async () => {
    const saved = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save parameters' }).click()
    const file = await (await saved).path()
    await page.getByRole('combobox', { name: 'Preset' }).click()
    await page.getByRole('option', { name: 'Model I, as published: three classes' }).click()
    await expect(page.getByRole('button', { name: /^Make 200 images/ })).toBeVisible()
    await page.setInputFiles('input[aria-label="File of parameters"]', file)
    await expect(page.getByLabel('Deflector 3', { exact: true })).toBeVisible()
    await expect(page.getByRole('button', { name: /^Make 200 pairs/ })).toBeVisible()
    await page.setInputFiles('input[aria-label="File of parameters"]', {
      name: 'wrong.json',
      mimeType: 'application/json',
      buffer: Buffer.from('{"hrPixels": 12}'),
    })
    await expect(page.getByText(/wrong.json holds no simulation.*And \d+ more/)).toBeVisible()
    await expect(page.getByText('These parameters come from a file.')).toBeVisible()
  })

  await test.step('a classifier dataset through Euclid comes from one click', async () => {
    await page.getByRole('combobox', { name: 'Preset' }).click()
    await page.getByRole('option', { name: 'Model I, as published: three classes' }).click()
    await page.getByRole('combobox', { name: 'Instrument' }).click()
    await page.getByRole('option', { name: 'Euclid VIS, I_E' }).click()
    await expect(page.getByText(/Cropper et al/)).toBeVisible()
    await page.getByRole('button', { name: 'Next lens of the sample' }).click()
    await expect(page.getByText('sphere', { exact: true })).toBeVisible()
    await ready()
    await shoot(page, 'simulate-classes')
    await page.getByRole('button', { name: 'Theme: dark' }).click()
    // Away from the button, whose tooltip belongs to no region.
    await page.getByRole('heading', { level: 1 }).hover()
    await expectAccessible(page)
    await shoot(page, 'simulate-classes-light')
    await page.getByLabel('Images', { exact: true }).fill('6')
    await page.getByRole('button', { name: 'Make 6 images' }).click()
    await page.waitForURL(/\/data\/ds-/)
    await expect(page.getByText('6 LR images').first()).toBeVisible()
    await shoot(page, 'simulate-dataset')
  })
})
