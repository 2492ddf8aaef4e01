import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import react from '@vitejs/plugin-react'
import type { Page } from 'playwright/test'
import { expect, test } from 'playwright/test'
import { PNG } from 'pngjs'
import { build } from 'vite'
import { colorTable } from '../../main/domain/colormap.ts'
import { patternValue } from './tiles/pattern.ts'

const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }
let folder: string

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'subarc-tiles-'))
  await build({
    root: 'test/e2e/tiles',
    configFile: false,
    logLevel: 'error',
    plugins: [react()],
    build: { outDir: folder, emptyOutDir: true },
  })
})

test.afterAll(() => rm(folder, { recursive: true }))

test.beforeEach(async ({ page }) => {
  await page.route('http://tiles.test/**', async route => {
    const path = new URL(route.request().url()).pathname
    const file = join(folder, path === '/' ? 'index.html' : path)
    await route.fulfill({ body: await readFile(file), contentType: TYPES[extname(file)] ?? 'application/octet-stream' })
  })
  await page.goto('http://tiles.test/')
})

/** The page's side of the harness. */
interface TestWindow {
  show(shown: unknown): void
  setView(view: unknown): void
  release(): void
  view: { frame: Frame | null }
  uploads: number
}

interface Frame {
  x: number
  y: number
  zoom: number
}

/** The view in which a value from 0 to 255 is that entry of the grey colour table. */
const GREY = { stretch: 'linear', rule: 'manual', low: 0, high: 256, colorMap: 'grey' }
const SIZE = { width: 2100, height: 2300 }
const SIDE = 256
/** Of the canvas around the image. */
const AROUND = 7

const show = (page: Page, shown: { view: Record<string, unknown>; held?: boolean }) =>
  page.evaluate(s => (window as unknown as TestWindow).show(s), { size: SIZE, width: SIDE, ...shown } as unknown)

const setFrame = (page: Page, frame: Frame) =>
  page.evaluate(f => {
    const { setView, view } = window as unknown as TestWindow
    setView({ ...view, frame: f })
  }, frame)

const uploads = (page: Page) => page.evaluate(() => (window as unknown as TestWindow).uploads)

const GREYS = colorTable('grey')

async function greys(page: Page): Promise<{ side: number; at(x: number, y: number): number }> {
  const png = PNG.sync.read(await page.locator('[data-panel="large"]').screenshot())
  return { side: png.width, at: (x, y) => png.data[(y * png.width + x) * 4] }
}

/**
 * The greys that a device pixel may have by the rule itself: it shows the pixel of level 0 (zooms from 1 up), or the mean
 * of the 2^l x 2^l pixels of its level, that lies under its centre. Where an edge of pixels meets that centre to the last
 * digits of float32, which cannot be at whole zooms, either side is right.
 */
function expectedGreys(frame: Frame, ratio: number, level: number): (x: number, y: number) => number[] {
  const side = SIDE * ratio
  const step = 2 ** level
  const size = frame.zoom * ratio * step
  const left = Math.round(((-0.5 - frame.x) * frame.zoom + SIDE / 2) * ratio)
  const bottom = Math.round(((-0.5 - frame.y) * frame.zoom + SIDE / 2) * ratio)
  const [right, top] = [Math.ceil(SIZE.width / step), Math.ceil(SIZE.height / step)]
  const either = (at: number) => [...new Set([Math.floor(at - 1e-3), Math.floor(at + 1e-3)])]
  return (x, y) =>
    either((x + 0.5 - left) / size).flatMap(column =>
      either((side - y - 0.5 - bottom) / size).map(row =>
        column < 0 || row < 0 || column >= right || row >= top
          ? AROUND
          : GREYS[3 * Math.floor(meanUnder(column, row, step))],
      ),
    )
}

function meanUnder(column: number, row: number, step: number): number {
  let sum = 0
  let count = 0
  for (let y = row * step; y < Math.min(SIZE.height, (row + 1) * step); y++)
    for (let x = column * step; x < Math.min(SIZE.width, (column + 1) * step); x++) {
      sum += patternValue(x, y)
      count++
    }
  return sum / count
}

async function expectExact(page: Page, frame: Frame, ratio: number, level: number): Promise<void> {
  const expected = expectedGreys(frame, ratio, level)
  await expect(async () => {
    const screen = await greys(page)
    const wrong: string[] = []
    for (let y = 0; y < screen.side; y++)
      for (let x = 0; x < screen.side; x++) {
        const [is, want] = [screen.at(x, y), expected(x, y)]
        if (!want.some(grey => Math.abs(is - grey) <= 1)) wrong.push(`(${x}, ${y}): ${is}, not ${want}`)
      }
    expect(wrong.slice(0, 5)).toEqual([])
  }).toPass({ timeout: 10_000 })
}

for (const ratio of [1, 2]) {
  test.describe(`on a screen of ${ratio} device pixels`, () => {
    test.use({ deviceScaleFactor: ratio })

    test('each pixel of a tiled image is a sharp square in its place at whole zooms, over the edges of tiles', async ({
      page,
    }) => {
      // The corner of four tiles, an edge between two, and the image's own upper right corner.
      const places = [
        { x: 511.5, y: 511.5 },
        { x: 1023.2, y: 300.7 },
        { x: 2095, y: 2297 },
      ]
      await show(page, { view: GREY })
      for (const zoom of [1, 2, 3, 8, 24])
        for (const place of places) {
          await setFrame(page, { ...place, zoom })
          await expectExact(page, { ...place, zoom }, ratio, 0)
        }
    })

    test('below, a device pixel is the mean of what it covers', async ({ page }) => {
      await show(page, { view: GREY })
      for (const zoom of [1 / 2, 1 / 4, 1 / 8]) {
        const frame = { x: 1049.5, y: 1149.5, zoom }
        await setFrame(page, frame)
        await expectExact(page, frame, ratio, Math.log2(1 / (zoom * ratio)))
      }
    })

    test('there is no seam between tiles at any zoom', async ({ page }) => {
      test.setTimeout(120_000)
      await show(page, { view: GREY })
      const zooms = [0.13, 0.31, 0.4321, 0.71, 0.99, 1.013, 1.37, 2.73, 5.5, 13.37]
      for (const zoom of zooms) {
        const frame = { x: 1023.5 + 0.37 / zoom, y: 511.5 - 0.21 / zoom, zoom }
        const level = Math.max(0, Math.round(Math.log2(1 / (zoom * ratio))))
        await setFrame(page, frame)
        await expectExact(page, frame, ratio, level)
      }
    })
  })
}

test('until the tiles have come a coarser picture stands in their place, without a hole', async ({ page }) => {
  await show(page, { view: { ...GREY, frame: { x: 1000, y: 1000, zoom: 1 } }, held: true })
  await expect(async () => {
    const screen = await greys(page)
    let empty = 0
    for (let y = 0; y < SIDE; y++) for (let x = 0; x < SIDE; x++) if (screen.at(x, y) === AROUND) empty++
    expect(empty).toBe(0)
  }).toPass({ timeout: 5_000 })
  await page.evaluate(() => (window as unknown as TestWindow).release())
  await expectExact(page, { x: 1000, y: 1000, zoom: 1 }, 1, 0)
})

test('the cursor reads the value of the file at any zoom', async ({ page }) => {
  await show(page, { view: { ...GREY, frame: { x: 1024, y: 1024, zoom: 1 / 8 } } })
  await page.locator('[data-panel="large"]').hover({ position: { x: 100, y: 90 } })
  const reading = page.locator('[data-reading="large"]')
  await expect(reading).toContainText(/^\d/)
  const [, value, x, y] = /^([\d.]+)\s+at \((\d+), (\d+)\)$/.exec((await reading.textContent()) ?? '') ?? []
  expect(Number(value)).toBe(patternValue(Number(x), Number(y)))
})

test('moving over what was seen already, other limits and other colours upload nothing', async ({ page }) => {
  await show(page, { view: { ...GREY, frame: { x: 512, y: 512, zoom: 1 } } })
  const there = { x: 512, y: 512, zoom: 1 }
  const beyond = { x: 900, y: 700, zoom: 1 }
  for (const frame of [beyond, there]) {
    await setFrame(page, frame)
    await expectExact(page, frame, 1, 0)
  }
  const before = await uploads(page)
  for (const frame of [beyond, { ...there, zoom: 2 }, there]) {
    await setFrame(page, frame)
    await expectExact(page, frame, 1, 0)
  }
  await page.evaluate(() => {
    const { setView, view } = window as unknown as TestWindow
    setView({ ...view, stretch: 'asinh', low: 20, high: 200, contrast: 2 })
  })
  await expect(async () => {
    expect(expectedGreys(there, 1, 0)(30, 30)).not.toContain((await greys(page)).at(30, 30))
  }).toPass()
  expect(await uploads(page)).toBe(before)
})
