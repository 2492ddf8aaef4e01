import type { Page } from 'playwright/test'
import { accessibilityOf } from './steps.ts'
import { expect, panelOf, show, test, viewOf } from './viewerPage.ts'

const N = 48
/** A galaxy with an arc around it, on a sky with noise. */
const lens = (noise: number, seed: number) =>
  Array.from({ length: N * N }, (_, i) => {
    const [x, y] = [(i % N) - 23.5, Math.floor(i / N) - 23.5]
    const r = Math.hypot(x * 0.9, y)
    const hash = Math.sin(i * 12.9898 + seed * 78.233) * 43758.5453
    const arc = 6 * Math.exp(-(((r - 12) / 2) ** 2)) * (1 + Math.cos(Math.atan2(y, x) - 0.8))
    return 12 * Math.exp(-r / 3) + arc + noise * (hash - Math.floor(hash) - 0.5)
  })

const panels = [
  { id: 'sr', title: 'SR', unit: 'ct/s', image: { width: N, height: N }, data: lens(0.6, 1) },
  { id: 'hr', title: 'HR', unit: 'ct/s', image: { width: N, height: N }, data: lens(0.2, 2) },
]

/** With no motion, so that what is measured and judged stands where and as it stays. */
async function open(page: Page, view = {}, mode: 'dark' | 'light' = 'dark') {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await show(page, { width: 900, toolbar: true, mode, view, panels })
}

const handle = async (page: Page, name: string) => {
  const box = await page.getByRole('slider', { name }).boundingBox()
  if (!box) throw new Error(`no handle ${name}`)
  return { x: box.x + box.width / 2, y: box.y + 20 }
}

test('black and white are dragged on a histogram', async ({ page }) => {
  await open(page, { rule: 'minmax' })
  await page.getByRole('button', { name: 'Histogram and limits' }).click()
  await expect(page.getByRole('img', { name: /^Histogram of the values/ })).toBeVisible()
  const [black, white] = [await handle(page, 'Black'), await handle(page, 'White')]
  await page.mouse.move(white.x, white.y)
  await page.mouse.down()
  await page.mouse.move((black.x + white.x) / 2, white.y, { steps: 6 })
  await page.mouse.up()
  const values = panels.flatMap(panel => panel.data)
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const offMiddle = async () => Math.abs((await viewOf(page)).high - (low + high) / 2)
  await expect.poll(offMiddle).toBeLessThan((high - low) / 50)
  const view = await viewOf(page)
  expect(view.rule).toBe('manual')
  expect(view.low).toBeCloseTo(low, 2)
  await page.getByRole('slider', { name: 'Black' }).focus()
  await page.keyboard.press('Shift+ArrowRight')
  await expect.poll(async () => (await viewOf(page)).low).toBeGreaterThan(view.low)
  await page.getByRole('textbox', { name: 'To' }).fill('9.5')
  expect((await viewOf(page)).high).toBe(9.5)
  // Black may not pass white.
  await page.getByRole('textbox', { name: 'From' }).fill('11')
  expect((await viewOf(page)).low).toBeLessThan(9.5)
})

test("one's own limits begin as those that were shown", async ({ page }) => {
  await open(page, { rule: 'minmax' })
  await page.getByRole('combobox', { name: 'Limits' }).click()
  await page.getByRole('option', { name: 'my own' }).click()
  const { rule, low, high } = await viewOf(page)
  const values = panels.flatMap(panel => panel.data)
  expect([rule, low, high]).toEqual([
    'manual',
    expect.closeTo(Math.min(...values), 4),
    expect.closeTo(Math.max(...values), 4),
  ])
})

test('panels are made of others, swiped and seen through a lens from the toolbar', async ({ page }) => {
  await open(page)
  await page.getByRole('button', { name: 'Swipe, lens, difference' }).click()
  await page.getByRole('button', { name: 'Add the panel' }).click()
  await page.getByRole('combobox', { name: 'Operation' }).click()
  await page.getByRole('option', { name: 'red, green, blue' }).click()
  await page.getByRole('button', { name: 'Add the panel' }).click()
  await page.getByRole('combobox', { name: 'Lens (l)' }).click()
  await page.getByRole('option', { name: 'HR' }).click()
  expect(await viewOf(page)).toMatchObject({
    derived: [
      { op: 'minus', of: ['sr', 'hr'] },
      { op: 'rgb', of: ['sr', 'hr', 'hr'] },
    ],
    lens: { shown: 'hr' },
  })
  await page.keyboard.press('Escape')
  await expect(panelOf(page, 'minus(sr,hr)')).toBeVisible()
  await expect(panelOf(page, 'rgb(sr,hr,hr)')).toBeVisible()
})

test('a question mark lists all keys, and the list goes away again', async ({ page }) => {
  await open(page)
  await panelOf(page, 'sr').focus()
  await page.keyboard.press('?')
  const dialog = page.getByRole('dialog', { name: 'Keys of the viewer' })
  for (const text of ['blink the panels here', 'swipe:', 'zoom at the cursor', 'grid of the sky']) {
    await expect(dialog).toContainText(text)
  }
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
})

for (const mode of ['dark', 'light'] as const) {
  test(`the viewer and its panels of settings are accessible in the ${mode} theme`, async ({ page }) => {
    const derived = [{ op: 'minus', of: ['sr', 'hr'] }]
    const swipe = { place: 'sr', shown: 'hr', at: 0.5 }
    await open(page, { derived, swipe, own: { hr: null }, underColor: '#2f6bff', overColor: '#ff2fd0' }, mode)
    const problems = async () => {
      const { violations } = await accessibilityOf(page).disableRules(['page-has-heading-one']).analyze()
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' ')}`)
    }
    expect(await problems()).toEqual([])
    for (const name of ['Histogram and limits', 'Pixels and their colours', 'Swipe, lens, difference']) {
      await page.getByRole('button', { name }).click()
      await expect(page.getByRole('dialog', { name })).toBeVisible()
      expect(await problems(), name).toEqual([])
      await page.screenshot({ path: test.info().outputPath(`${name}.png`) })
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog', { name })).toBeHidden()
    }
  })
}
