import type { Page } from 'playwright/test'
import { expect } from './app.ts'
import { testWithTraining as test } from './comparableRuns.ts'
import { chooseTheme, expectAccessibleInBothThemes, shoot } from './steps.ts'

async function open(page: Page, ids: readonly string[], more = ''): Promise<void> {
  await page.goto(new URL(`/compare/runs?ids=${ids.join(',')}${more}`, page.url()).href)
  await expect(page.getByRole('heading', { name: 'Compare runs' })).toBeVisible()
}

async function expectReadable(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('progressbar')).toHaveCount(0)
  await expectAccessibleInBothThemes(page, `compare-runs-${name}`)
}

test('curves of several runs lie over each other, over any axis, as bands, and as a table', async ({
  subarc: page,
  trained: { ids },
}) => {
  await open(page, ids)
  await expect(page.locator('.js-plotly-plot')).toBeVisible()
  await expect(page.locator('.legendtext')).toHaveText(['A small, seed 1', 'B small, seed 2', 'C wider'])
  await page.getByRole('combobox', { name: 'Curve' }).click()
  await page.getByRole('option', { name: 'Training loss', exact: true }).click()
  await page.getByRole('combobox', { name: 'Over' }).click()
  await page.getByRole('option', { name: 'time of training, s' }).click()
  await page.getByLabel('Bands over seeds').click()
  await expect(page.getByLabel('Bands over seeds')).toBeChecked()
  await expect(page.locator('.legendtext').filter({ hasText: 'AB: mean of 2 runs' })).toBeVisible()
  await expectReadable(page, 'curves')
  // Accessibility is judged without what is drawn in an SVG.
  for (const theme of ['light', 'dark'] as const) {
    await chooseTheme(page, theme)
    const ink = await page.evaluate(() => getComputedStyle(document.body).color)
    await expect(page.locator('.legendtext').first()).toHaveCSS('fill', ink)
  }
  await page.getByRole('button', { name: 'Show as table: Training loss over time of training, s' }).click()
  const table = page.getByRole('region', { name: /as a table/ })
  await expect(table.getByRole('columnheader')).toHaveText([
    'run',
    'time of training, s',
    'Training loss',
    'spread over seeds',
  ])
  await expect(table.getByRole('row').nth(1)).toContainText('AB: mean of 2 runs')
  // The view is a link.
  await page.reload()
  await expect(page.getByLabel('Bands over seeds')).toBeChecked()
})

test('only what differs is shown, and another run can be the one that the others are held against', async ({
  subarc: page,
  trained: { ids },
}) => {
  await open(page, ids, '&tab=differences')
  const settings = page.getByRole('region', { name: 'Settings that differ' })
  await expect(settings.getByRole('rowheader')).toHaveText(['network.channels', 'settings.seed'])
  await expectReadable(page, 'differences')
  const runs = page.getByRole('region', { name: 'Runs that are compared' })
  await expect(runs.getByRole('row').nth(1)).toContainText('small, seed 1')
  await page.getByRole('button', { name: 'Hold the others against wider' }).click()
  await expect(runs.getByRole('row').nth(1)).toContainText('wider')
  await page.getByRole('button', { name: 'Leave small, seed 2 out' }).click()
  await expect(runs.getByRole('row')).toHaveCount(3)
  await expect(settings.getByRole('rowheader')).toHaveText(['network.channels'])
})

test('settings and scores are axes, and any two lie against each other', async ({ subarc: page, trained: { ids } }) => {
  await open(page, ids, '&tab=fields')
  await expect(page.locator('.js-plotly-plot')).toHaveCount(2, { timeout: 60_000 })
  await page.getByLabel('Across', { exact: true }).fill('parameters')
  await page.getByRole('option', { name: 'Parameters' }).click()
  await expect(page.getByText('Validation PSNR, best, dB against Parameters')).toBeVisible()
  await expectReadable(page, 'fields')
  await page.getByRole('button', { name: 'Show as table: Runs through their values' }).click()
  const table = page.getByRole('region', { name: 'Runs through their values, as a table' })
  await expect(table.getByRole('row').nth(3)).toContainText('C wider')
})

test('scores are compared image by image; a point shows its image in both, with residuals', async ({
  subarc: page,
  trained: { ids },
}) => {
  await open(page, ids, '&tab=scores')
  const table = page.getByRole('region', { name: 'Differences from A, image by image' })
  await expect(table.getByRole('row').nth(1)).toContainText(/[+−]\d+\.\d{3}/)
  await page.getByRole('radio', { name: 'Show the images of C wider' }).click()
  await expect(page.getByText('C wider against A small, seed 1, image by image')).toBeVisible()
  await expectReadable(page, 'scores')

  // A press on the point itself, as a user does.
  const point = page.locator('.scatterlayer .trace').last().locator('path.point').first()
  await point.click({ force: true })
  await page.waitForURL(/tab=images/)
  await expect(page).toHaveURL(/sample=\d+/)
  const sample = new URL(page.url()).searchParams.get('sample')
  await expect(page.locator('[data-panel="network"]')).toBeVisible()
  await expect(page.locator('[data-panel^="network@"]')).toHaveCount(2)
  await expect(page.locator('[data-panel^="minus-hr:network"]')).toHaveCount(3)
  await expect(page.getByRole('option', { selected: true })).toHaveAttribute('id', `image-${sample}`)
  await expectReadable(page, 'images')

  await page.locator('[data-panel="network"]').hover({ position: { x: 60, y: 60 } })
  await expect(page.locator('[data-reading^="network@"]').first()).toContainText(/at \(\d+, \d+\)/)
})

test('the same image is followed through all trainings', async ({ subarc: page, trained: { ids } }) => {
  await open(page, ids, '&tab=images')
  const section = page.getByRole('region', { name: 'Through the trainings' })
  const slider = section.getByRole('slider')
  await expect(section.getByText('Epoch 3', { exact: true })).toBeVisible()
  await expect(section.locator('[data-panel="sr-A"]')).toHaveAttribute('aria-label', /epoch 3/)
  await slider.focus()
  await page.keyboard.press('Home')
  await expect(section.getByText('Epoch 1', { exact: true })).toBeVisible()
  await expect(section.locator('[data-panel="sr-B"]')).toHaveAttribute('aria-label', /epoch 1/)
  await expect(section.locator('[data-panel="residual-C"]')).toBeVisible()
  await section.scrollIntoViewIfNeeded()
  await shoot(page, 'compare-runs-through')
})

test('less than two runs is said, with what to do', async ({ subarc: page, trained: { ids } }) => {
  await open(page, ids.slice(0, 1))
  await expect(page.getByText('Two runs or more')).toBeVisible()
})
