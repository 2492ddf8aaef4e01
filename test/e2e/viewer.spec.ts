import {
  AROUND,
  expect,
  GREY,
  grey,
  greyOf,
  panelOf,
  pattern,
  pixels,
  show,
  soon,
  test,
  wrongPixels,
} from './viewerPage.ts'

for (const ratio of [1, 1.5, 2]) {
  test.describe(`on a screen of ${ratio} device pixels`, () => {
    test.use({ deviceScaleFactor: ratio })

    test('each data pixel is a sharp square in its place, LR and HR aligned', async ({ page }) => {
      const lr = pattern(16, 16, 3)
      const hr = pattern(32, 32, 90)
      await show(page, {
        width: 268 * 2 - 12,
        view: GREY,
        panels: [
          { id: 'lr', title: 'LR', scale: 2, image: { width: 16, height: 16 }, data: lr },
          { id: 'hr', title: 'HR', image: { width: 32, height: 32 }, data: hr },
        ],
      })
      const side = 256 * ratio
      const at = (data: number[], n: number) => (x: number, y: number) =>
        data[Math.floor(((side - 1 - y) / side) * n) * n + Math.floor((x / side) * n)]
      await soon(async () => {
        const lrScreen = await pixels(panelOf(page, 'lr'))
        const hrScreen = await pixels(panelOf(page, 'hr'))
        expect([lrScreen.width, hrScreen.height]).toEqual([side, side])
        expect(wrongPixels(lrScreen, at(lr, 16))).toEqual([])
        expect(wrongPixels(hrScreen, at(hr, 32))).toEqual([])
      })
    })
  })
}

test('at a whole zoom off the middle, LR edges fall on HR edges and nothing is smoothed', async ({ page }) => {
  const lr = pattern(16, 16, 3)
  const hr = pattern(32, 32, 90)
  const frame = { x: 13.27, y: 17.61, zoom: 12 }
  await show(page, {
    width: 268 * 2 - 12,
    view: { ...GREY, frame },
    panels: [
      { id: 'lr', title: 'LR', scale: 2, image: { width: 16, height: 16 }, data: lr },
      { id: 'hr', title: 'HR', image: { width: 32, height: 32 }, data: hr },
    ],
  })
  // The image's corner, rounded to a device pixel: everything else follows from it.
  const left = Math.round((-0.5 - frame.x) * 12 + 128)
  const bottom = Math.round((-0.5 - frame.y) * 12 + 128)
  const at = (data: number[], n: number, size: number) => (x: number, y: number) => {
    const column = Math.floor((x - left) / size)
    const row = Math.floor((255 - y - bottom) / size)
    return column >= 0 && row >= 0 && column < n && row < n ? data[row * n + column] : AROUND
  }
  await soon(async () => {
    expect(wrongPixels(await pixels(panelOf(page, 'hr')), at(hr, 32, 12))).toEqual([])
    expect(wrongPixels(await pixels(panelOf(page, 'lr')), at(lr, 16, 24))).toEqual([])
  })
})

test('the cursor reads the values of the file in every panel, at the same point of the sky', async ({ page }) => {
  const lr = Array.from({ length: 16 }, (_, i) => i / 7)
  const hr = Array.from({ length: 64 }, (_, i) => -i * 1.234567e-5)
  await show(page, {
    width: 268 * 2 - 12,
    panels: [
      { id: 'lr', title: 'LR', scale: 2, unit: 'Jy', image: { width: 4, height: 4 }, data: lr },
      { id: 'hr', title: 'HR', image: { width: 8, height: 8 }, data: hr },
    ],
  })
  // 256 px over 8 HR pixels: (5, 2) of HR lies in (2, 1) of LR.
  await panelOf(page, 'hr').hover({ position: { x: 5 * 32 + 3, y: 256 - (2 * 32 + 3) } })
  await expect(page.locator('[data-reading="hr"]')).toHaveText('-2.5926e-4 at (5, 2)')
  await expect(page.locator('[data-reading="lr"]')).toHaveText('0.85714 Jy at (2, 1)')
  await page.mouse.move(600, 600)
  await expect(page.locator('[data-reading="hr"]')).toHaveText('-')
})

test('scroll zooms at the cursor, drag pans, a double click fits, in all panels', async ({ page }) => {
  await show(page, {
    width: 268 * 2 - 12,
    view: GREY,
    panels: [
      { id: 'a', title: 'A', image: { width: 16, height: 16 }, data: pattern(16, 16, 1) },
      { id: 'b', title: 'B', image: { width: 16, height: 16 }, data: pattern(16, 16, 2) },
    ],
  })
  const reading = page.locator('[data-reading="a"]')
  await panelOf(page, 'a').hover({ position: { x: 200, y: 40 } })
  await expect(reading).toContainText('at (12, 13)')
  await page.mouse.wheel(0, -600)
  await expect
    .poll(() => page.evaluate(() => (window as unknown as { view: { frame: unknown } }).view.frame))
    .not.toBeNull()
  await expect(reading).toContainText('at (12, 13)')
  const zoomed = await page.evaluate(() => (window as unknown as { view: { frame: { zoom: number } } }).view.frame.zoom)
  expect(zoomed).toBeGreaterThan(32)

  const box = await panelOf(page, 'a').boundingBox()
  if (!box) throw new Error('the panel is not on the page')
  await page.mouse.move(box.x + 128, box.y + 128)
  await page.mouse.down()
  await page.mouse.move(box.x + 128 - zoomed * 2, box.y + 128, { steps: 4 })
  await page.mouse.up()
  // The middle, which was the edge between pixels 7 and 8, is two pixels further to the right.
  const panned = await page.evaluate(() => (window as unknown as { view: { frame: { x: number } } }).view.frame.x)
  await page.mouse.move(box.x + 128 + zoomed * 0.1, box.y + 128)
  await expect(reading).toContainText(`at (${Math.floor(panned + 0.1 + 0.5)}, `)
  await panelOf(page, 'b').dblclick()
  expect(await page.evaluate(() => (window as unknown as { view: { frame: unknown } }).view.frame)).toBeNull()
})

test('keys zoom, nudge by a pixel and read the middle without a pointer', async ({ page }) => {
  await show(page, {
    width: 256,
    view: GREY,
    panels: [{ id: 'a', title: 'A', image: { width: 16, height: 16 }, data: pattern(16, 16, 1) }],
  })
  // Keys go to the page in front.
  await page.bringToFront()
  await page.keyboard.press('Tab')
  await expect(panelOf(page, 'a')).toBeFocused()
  await page.keyboard.press('+')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowUp')
  const view = await page.evaluate(() => (window as unknown as { view: unknown }).view)
  expect(view).toMatchObject({ frame: { zoom: 24 } })
  await expect(page.locator('[data-reading="a"]')).toContainText('at (9, 9)')
  await page.keyboard.press('f')
  expect(await page.evaluate(() => (window as unknown as { view: { frame: unknown } }).view.frame)).toBeNull()
})

test('pixels without a value are hatched and read as such', async ({ page }) => {
  await show(page, {
    width: 256,
    view: GREY,
    panels: [{ id: 'a', title: 'A', image: { width: 2, height: 1 }, data: [null, 200] }],
  })
  await soon(async () => {
    const screen = await pixels(panelOf(page, 'a'))
    const left = new Set(Array.from({ length: 100 }, (_, i) => grey(screen, 10 + i, 128)))
    expect(left.size).toBeGreaterThan(1)
    expect(left.has(greyOf(200))).toBe(false)
    expect(grey(screen, 200, 128)).toBe(greyOf(200))
  })
  await panelOf(page, 'a').hover({ position: { x: 60, y: 128 } })
  await expect(page.locator('[data-reading="a"]')).toContainText('no value')
})

test('a lost graphics context comes back by itself', async ({ page }) => {
  await show(page, {
    width: 256,
    view: GREY,
    panels: [{ id: 'a', title: 'A', image: { width: 1, height: 1 }, data: [180] }],
  })
  const isDrawn = () => soon(async () => expect(grey(await pixels(panelOf(page, 'a')), 128, 128)).toBe(greyOf(180)))
  await isDrawn()
  await page.evaluate(async () => {
    const canvas = document.querySelector('canvas')
    const extension = canvas?.getContext('webgl2')?.getExtension('WEBGL_lose_context')
    if (!canvas || !extension) throw new Error('no context to lose')
    const lost = new Promise(done => canvas.addEventListener('webglcontextlost', done, { once: true }))
    extension.loseContext()
    await lost
    const restored = new Promise(done => canvas.addEventListener('webglcontextrestored', done, { once: true }))
    setTimeout(() => extension.restoreContext())
    await restored
  })
  await isDrawn()
})

test('without WebGL2 the viewer says what is missing and what to do', async ({ page }) => {
  await page.evaluate(() => {
    HTMLCanvasElement.prototype.getContext = () => null
  })
  await show(page, {
    width: 400,
    panels: [{ id: 'a', title: 'A', image: { width: 1, height: 1 }, data: [1] }],
  })
  await expect(page.getByRole('alert')).toContainText('WebGL2 is missing')
})
