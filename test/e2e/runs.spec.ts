import type { Page } from 'playwright/test'
import { expect } from './app.ts'
import { testWithRuns } from './manyRuns.ts'
import { expectAccessible, expectAccessibleInBothThemes, shoot } from './steps.ts'

const test = testWithRuns({ runs: 120, epochs: 20, imageScores: 2000 })

const rowOf = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name })
const filterOf = (page: Page) => page.getByRole('combobox', { name: 'Filter' })
const runsSaid = (page: Page, count: string) => expect(page.getByText(`${count}. Scores are`)).toBeVisible()

test('a filter is written with completion, says what is wrong, and is kept in the address', async ({
  subarc: page,
}) => {
  await runsSaid(page, '120 runs')
  const filter = filterOf(page)
  await filter.click()
  await filter.pressSequentially('psnr > 31 and rec')
  const offered = page.getByRole('listbox', { name: 'What may follow' })
  await expect(offered.getByRole('option', { name: /^recipe/ })).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(filter).toHaveValue('psnr > 31 and recipe ')
  await filter.pressSequentially('= ')
  await expect(offered.getByRole('option', { name: /"denoised-sisr"/ })).toBeVisible()
  await shoot(page, 'runs-completion')
  await filter.pressSequentially('"quick"')
  await page.keyboard.press('Escape')
  await expect(page.getByText('Read as: psnr@best > 31 and recipe = "quick"')).toBeVisible()
  await expect(page).toHaveURL(/where=psnr/)
  await expect(page.getByRole('row').nth(1)).toContainText('quick')

  await filter.fill('psnr > 31 and blcks = 3')
  await expect(page.getByText(/There is no field "blcks"\. Did you mean network\.blocks\?/)).toBeVisible()
  await expect(page.locator('mark')).toHaveText('blcks')
  await expectAccessibleInBothThemes(page, 'runs-wrong-filter')
  // What could be read last still holds.
  await expect(page).toHaveURL(/recipe/)
  await filter.fill('')
  await runsSaid(page, '120 runs')
  await page.getByLabel('Search', { exact: true }).fill('balanced 5')
  await runsSaid(page, '5 runs')
})

test('columns are chosen, read at a step, ordered and sorted by; the view is saved and opened', async ({
  subarc: page,
}) => {
  await runsSaid(page, '120 runs')
  await page.getByRole('button', { name: 'Columns' }).click()
  const dialog = page.getByRole('dialog', { name: 'Columns of the table' })
  await dialog.getByLabel('Find a field').fill('learning rate')
  await dialog.getByRole('checkbox', { name: /settings\.learningRate/ }).check()
  await dialog.getByLabel('Find a field').fill('psnr')
  await dialog.getByLabel('Series are read').click()
  await page.getByRole('option', { name: 'at a step' }).click()
  await dialog.getByLabel('Step', { exact: true }).fill('450')
  await dialog.getByRole('checkbox', { name: /psnr@450/ }).check()
  const shown = dialog.getByRole('list', { name: 'Columns shown' })
  for (const title of ['Notes', 'Tags', 'Made', 'Duration']) {
    await shown.getByRole('button', { name: `Hide ${title}`, exact: true }).click()
  }
  await shown.getByRole('button', { name: 'Validation PSNR, at step 450: further to the left' }).click()
  await inBothThemesOfDialog(page)
  await dialog.getByRole('button', { name: 'Done' }).click()
  const head = page.getByRole('columnheader', { name: /at step 450, dB/ })
  await expect(head).toBeVisible()
  // Of 20 epochs of 100 steps, the last validation up to step 450.
  await expect(page.getByRole('row').nth(1)).toContainText('@400')
  await head.getByRole('button').click()
  await expect(head).toHaveAttribute('aria-sort', 'descending')
  await page
    .getByRole('columnheader', { name: 'Learning rate' })
    .getByRole('button')
    .click({ modifiers: ['Shift'] })
  await expect(page).toHaveURL(/sort=-psnr%40450%2C-settings\.learningRate/)

  await page.getByRole('button', { name: 'Views' }).click()
  await page.getByRole('menuitem', { name: 'Save this view ...' }).click()
  await page.getByLabel('Name of the view').fill('Early scores')
  await page.getByRole('button', { name: 'Save view' }).click()
  await page.goto(new URL('/runs', page.url()).href)
  await expect(head).toBeHidden()
  await page.getByRole('button', { name: 'Views' }).click()
  await page.getByRole('menuitem', { name: 'Early scores' }).click()
  await expect(head).toHaveAttribute('aria-sort', 'descending')
})

async function inBothThemesOfDialog(page: Page): Promise<void> {
  await expectAccessible(page)
  await shoot(page, 'runs-columns')
}

test('a baseline stands first, with differences; runs are tagged, archived, grouped and selected', async ({
  subarc: page,
}) => {
  await page.goto(new URL('/runs?sort=name', page.url()).href)
  const first = 'balanced 1, seed 0'
  await page.getByRole('button', { name: `What to do with ${first}` }).click()
  await page.getByRole('menuitem', { name: /baseline/ }).click()
  await expect(page).toHaveURL(/baseline=run-/)
  await expect(rowOf(page, first)).toHaveCount(2)
  await expect(rowOf(page, 'balanced 1, seed 1')).toContainText(/[+−±]\d\.\d\d/)
  await expectAccessibleInBothThemes(page, 'runs-baseline')

  await page.getByRole('button', { name: 'add tags, edit Tags of balanced 1, seed 1' }).click()
  await page.keyboard.type('paper, final')
  await page.keyboard.press('Enter')
  await expect(rowOf(page, 'balanced 1, seed 1')).toContainText('paper, final')

  await page.getByRole('checkbox', { name: 'Select balanced 1, seed 2' }).check()
  await page.getByRole('checkbox', { name: 'Select balanced 1, seed 3' }).check()
  await page.getByRole('button', { name: 'Archive', exact: true }).click()
  await runsSaid(page, '118 runs')
  await page.getByLabel('Archive', { exact: true }).click()
  await page.getByRole('option', { name: 'archived only' }).click()
  await runsSaid(page, '2 runs')
  await page.getByRole('checkbox', { name: 'Select all runs that are listed' }).check()
  await page.getByRole('button', { name: 'Take out of the archive' }).click()
  await expect(page.getByText('No run fits')).toBeVisible()

  await page.goto(new URL('/runs?group=setup,recipe&sort=-psnr%40best', page.url()).href)
  await runsSaid(page, '24 groups')
  const group = page.getByRole('row').nth(1)
  await expect(group).toContainText(/\d\d\.\d\d ± \d\.\d\d/)
  await expectAccessibleInBothThemes(page, 'runs-groups')
  await group.getByRole('link', { name: '5 runs' }).click()
  await runsSaid(page, '5 runs')
  await expect(page).toHaveURL(/where=setup/)
  for (const seed of [0, 1]) await page.getByRole('checkbox', { name: new RegExp(`seed ${seed}$`) }).check()
  await page.getByRole('link', { name: 'Compare', exact: true }).last().click()
  await page.waitForURL(/\/compare\/runs\?ids=run-.*,run-/)
  await expect(page.getByRole('heading', { name: 'Compare runs' })).toBeVisible()
})

test('a long table holds only what is in sight, and goes on when it is scrolled', async ({ subarc: page }) => {
  await runsSaid(page, '120 runs')
  const table = page.getByRole('region', { name: 'Runs' })
  await expect(table.getByRole('table')).toHaveAttribute('aria-rowcount', '121')
  expect(await table.getByRole('row').count()).toBeLessThan(60)
  await table.focus()
  // The end moves on as further pages come.
  await expect(async () => {
    await page.keyboard.press('End')
    await expect(page.getByRole('link', { name: 'quick 0, seed 0' })).toBeVisible({ timeout: 2000 })
  }).toPass()
  await expect(page.getByRole('link', { name: 'quick 0, seed 0' })).toBeInViewport()
})
