import type { Page } from 'playwright/test'
import { expect, GREY, grey, greyOf, panelOf, pixels, show, soon, test, viewOf } from './viewerPage.ts'

const SIZE = { width: 8, height: 8 }
const flat = (id: string, title: string, value: number) => ({
  id,
  title,
  image: SIZE,
  data: Array.from({ length: 64 }, () => value),
})
const A = flat('a', 'A', 40)
const B = flat('b', 'B', 120)
const C = flat('c', 'C', 200)

const three = (page: Page, view = {}) =>
  show(page, { width: 3 * 256 + 24, view: { ...GREY, ...view }, panels: [A, B, C] })

/** Brightness of a panel at a place, by the value that gives it; what it is not gives its brightness below zero. */
const valueAt = async (page: Page, id: string, x: number, y: number) => {
  const shade = grey(await pixels(panelOf(page, id)), x, y)
  return [40, 120, 200].find(value => Math.abs(greyOf(value) - shade) <= 1) ?? -shade
}

test('b blinks the panels in one place, forwards and backwards; Escape ends it', async ({ page }) => {
  await page.clock.install()
  await three(page, { blinkSeconds: 0.4 })
  await panelOf(page, 'a').focus()
  const title = page.locator('[data-panel="a"]').locator('xpath=preceding-sibling::*[1]/*[1]')
  const blinks = async (key: string, order: readonly string[]) => {
    await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 1000)
    await page.keyboard.press(key)
    for (const [turn, expected] of order.entries()) {
      if (turn > 0) await page.clock.runFor(400)
      await expect(title).toHaveText(expected)
    }
    await page.keyboard.press('Escape')
    await expect(title).toHaveText('A')
    await page.clock.resume()
  }
  await blinks('b', ['B', 'C', 'A', 'B'])
  await blinks('B', ['C', 'B', 'A', 'C'])
  await soon(async () => expect(await valueAt(page, 'a', 100, 100)).toBe(40))
})

test('while Space is held, the next image is in this place', async ({ page }) => {
  await three(page)
  await panelOf(page, 'c').focus()
  await page.keyboard.down(' ')
  await soon(async () => expect(await valueAt(page, 'c', 100, 100)).toBe(40))
  await page.keyboard.up(' ')
  await soon(async () => expect(await valueAt(page, 'c', 100, 100)).toBe(200))
})

test('a swipe shows another image to the right of its divider, which is dragged and moved by keys', async ({
  page,
}) => {
  await three(page)
  await panelOf(page, 'a').focus()
  await page.keyboard.press('s')
  const both = () => Promise.all([60, 200].map(x => valueAt(page, 'a', x, 40)))
  await soon(async () => expect(await both()).toEqual([40, 120]))
  const divider = page.getByRole('slider', { name: 'Divider between A and B' })
  const box = await divider.boundingBox()
  if (!box) throw new Error('no divider')
  await page.mouse.move(box.x + box.width / 2, box.y + 100)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width / 2 - 100, box.y + 100, { steps: 5 })
  await page.mouse.up()
  await soon(async () => expect(await both()).toEqual([120, 120]))
  expect((await viewOf(page)).frame).toBeNull()
  expect((await viewOf(page)).swipe?.at).toBeCloseTo(28 / 256, 2)
  await divider.focus()
  await page.keyboard.press('ArrowLeft')
  expect((await viewOf(page)).swipe?.at).toBeCloseTo(28 / 256 - 0.02, 2)
  await panelOf(page, 'a').focus()
  await page.keyboard.press('s')
  await soon(async () => expect(await both()).toEqual([40, 40]))
})

test('a lens around the cursor shows another image, at the same place in every panel', async ({ page }) => {
  await three(page, { lens: { shown: 'c', radius: 40 } })
  await panelOf(page, 'a').hover({ position: { x: 100, y: 150 } })
  await soon(async () => {
    // A pixel's outline is drawn around the cursor itself.
    for (const id of ['a', 'b', 'c']) expect(await valueAt(page, id, 90, 125)).toBe(200)
    for (const [x, y] of [
      [100, 100],
      [150, 150],
      [55, 150],
    ] as const) {
      expect(await valueAt(page, 'a', x, y)).toBe(40)
      expect(await valueAt(page, 'b', x, y)).toBe(120)
    }
  })
})

test('difference and ratio are panels of their own, with readings', async ({ page }) => {
  await three(page)
  await panelOf(page, 'b').focus()
  await page.keyboard.press('d')
  await page.keyboard.press('r')
  await expect(page.getByText('B - C', { exact: true })).toBeVisible()
  await panelOf(page, 'a').hover({ position: { x: 20, y: 20 } })
  await expect(page.locator('[data-reading="minus(b,c)"]')).toContainText('-80.000')
  await expect(page.locator('[data-reading="over(b,c)"]')).toContainText('0.60000')
  await panelOf(page, 'b').focus()
  await page.keyboard.press('d')
  await expect(page.getByText('B - C', { exact: true })).toBeHidden()
})

test('a panel that is not linked is moved alone, until it is linked again', async ({ page }) => {
  await three(page)
  await panelOf(page, 'b').focus()
  await page.keyboard.press('u')
  await page.keyboard.press('+')
  expect(await viewOf(page)).toMatchObject({ frame: null, own: { b: { zoom: 48 } } })
  await panelOf(page, 'a').hover({ position: { x: 200, y: 40 } })
  await page.mouse.wheel(0, -400)
  await expect.poll(async () => (await viewOf(page)).frame?.zoom ?? 0).toBeGreaterThan(32)
  expect((await viewOf(page)).own.b?.zoom).toBe(48)
  await page.getByRole('button', { name: 'Link B again' }).click()
  expect((await viewOf(page)).own).toEqual({})
})

test('the limits of one panel are given to all', async ({ page }) => {
  const ramp = (id: string, factor: number) => ({
    ...flat(id, id, 0),
    data: Array.from({ length: 64 }, (_, i) => i * factor),
  })
  await show(page, { width: 524, view: { rule: 'minmax', shared: false }, panels: [ramp('a', 1), ramp('b', 10)] })
  await panelOf(page, 'a').focus()
  await page.keyboard.press('m')
  expect(await viewOf(page)).toMatchObject({ rule: 'manual', shared: true, low: 0, high: 63 })
})

test('a pinch on the touchpad zooms at the cursor', async ({ page }) => {
  await three(page)
  await panelOf(page, 'a').hover({ position: { x: 200, y: 40 } })
  const reading = page.locator('[data-reading="a"]')
  await expect(reading).toContainText('at (6, 6)')
  await page.keyboard.down('Control')
  await page.mouse.wheel(0, -50)
  await page.keyboard.up('Control')
  await expect.poll(async () => (await viewOf(page)).frame?.zoom ?? 0).toBeCloseTo(32 * Math.exp(0.5), 1)
  await expect(reading).toContainText('at (6, 6)')
})

test('a right-drag to the right darkens and downwards steepens, as in DS9', async ({ page }) => {
  await three(page)
  const box = await panelOf(page, 'a').boundingBox()
  if (!box) throw new Error('no panel')
  await page.mouse.move(box.x + 100, box.y + 100)
  await page.mouse.down({ button: 'right' })
  await page.mouse.move(box.x + 125.6, box.y + 120, { steps: 4 })
  await page.mouse.up({ button: 'right' })
  const { bias, contrast } = await viewOf(page)
  expect(bias).toBeCloseTo(0.6, 2)
  expect(contrast).toBeGreaterThan(1.1)
})
