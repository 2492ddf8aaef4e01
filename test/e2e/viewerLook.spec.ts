import type { Page } from 'playwright/test'
import { colorTable } from '../../main/domain/colormap.ts'
import { luptonColor } from '../../main/domain/lupton.ts'
import { sortedFinite } from '../../main/domain/stats.ts'
import { equalization, equalizationTable, stretchedPosition, stretches } from '../../main/domain/stretch.ts'
import { COLOR_MAPS, STRETCHES } from '../../renderer/viewer/viewState.ts'
import { expect, GREY, grey, greyOf, panelOf, pixels, rgb, setView, show, soon, test } from './viewerPage.ts'

const SIDE = 16
const ZOOM = 16
const SIZE = { width: SIDE, height: SIDE }

/** From far below black to far above white, in float32. */
const VALUES = Array.from({ length: SIDE * SIDE }, (_, i) => Math.fround(-3 + (i / 255) ** 2 * 20))
const LIMITS = { rule: 'manual', low: -1, high: 12 } as const

/** What a screen should show of each image pixel, at the middle of its square; every wrong one as text. */
async function wrongColors(page: Page, id: string, expected: (index: number) => readonly number[][]) {
  const screen = await pixels(panelOf(page, id))
  return VALUES.flatMap((_, i) => {
    const x = (i % SIDE) * ZOOM + ZOOM / 2
    const y = (SIDE - 1 - Math.floor(i / SIDE)) * ZOOM + ZOOM / 2
    const seen = rgb(screen, x, y)
    const allowed = expected(i)
    const isRight = allowed.some(color => color.every((v, k) => Math.abs(v - seen[k]) <= 1))
    return isRight ? [] : [`pixel ${i}: ${seen}, not ${allowed[0]}`]
  })
}

const image = (data: (number | null)[] = VALUES) => ({ id: 'a', title: 'A', image: SIZE, data })

for (const stretch of STRETCHES) {
  test(`the ${stretch} stretch on the screen is that of the numbers`, async ({ page }) => {
    await show(page, { width: 256, view: { ...LIMITS, stretch, colorMap: 'viridis' }, panels: [image()] })
    const applied =
      stretch === 'histeq'
        ? equalization(equalizationTable(sortedFinite(VALUES)), LIMITS.low, LIMITS.high)
        : stretches[stretch]
    const table = colorTable('viridis')
    const entry = (i: number) => [...table.subarray(3 * i, 3 * i + 3)]
    await soon(async () => {
      const wrong = await wrongColors(page, 'a', i => {
        const at = 256 * stretchedPosition(VALUES[i], LIMITS.low, LIMITS.high, applied)
        // Float32 on the card may fall on either side of an entry's edge.
        return [at, at - 1e-3, at + 1e-3].map(place => entry(Math.min(255, Math.max(0, Math.floor(place)))))
      })
      expect(wrong).toEqual([])
    })
  })
}

test('no value, and values beyond black and white, have colours of their own', async ({ page }) => {
  const data = VALUES.map((value, i) => (i % 37 === 0 ? null : value))
  const view = { ...GREY, ...LIMITS, nanColor: '#ffff00', underColor: '#0000ff', overColor: '#ff0000' } as const
  await show(page, { width: 256, view, panels: [image(data)] })
  const inside = (value: number) => greyOf(Math.min(255, Math.floor(((value + 1) / 13) * 256)))
  await soon(async () => {
    const wrong = await wrongColors(page, 'a', i => {
      const value = data[i]
      if (value === null)
        return [
          [255, 255, 0],
          [7, 9, 12],
        ]
      if (value < LIMITS.low) return [[0, 0, 255]]
      if (value > LIMITS.high) return [[255, 0, 0]]
      return [0, -1, 1].map(step => Array.from({ length: 3 }, () => inside(value + (step * 13) / 256)))
    })
    expect(wrong).toEqual([])
  })
  // Without them, they are the ends of the map.
  await setView(page, { underColor: null, overColor: null })
  await soon(async () => {
    const screen = await pixels(panelOf(page, 'a'))
    expect(rgb(screen, 24, 248)).toEqual(Array.from({ length: 3 }, () => greyOf(0)))
    expect(rgb(screen, 248, 8)).toEqual(Array.from({ length: 3 }, () => greyOf(255)))
  })
})

test('smooth display is bilinear between the pixels that have a value', async ({ page }) => {
  const data = [0, 100, 200, null]
  const panel = { id: 'a', title: 'A', image: { width: 4, height: 1 }, data }
  await show(page, { width: 256, view: { ...GREY, smooth: true }, panels: [panel] })
  await soon(async () => {
    const screen = await pixels(panelOf(page, 'a'))
    // The middles of 64-px pixels lie at 32, 96, 160; at 3/4 of the way from one to the next:
    for (const [x, value] of [
      [32, 0],
      [80, 75],
      [96, 100],
      [112, 125],
      [144, 175],
      [188, 200],
    ] as const) {
      expect(Math.abs(grey(screen, x, 128) - greyOf(value)), `at ${x}`).toBeLessThanOrEqual(2)
    }
    const hatched = new Set(Array.from({ length: 30 }, (_, i) => grey(screen, 210 + i, 128)))
    expect(hatched.size).toBeGreaterThan(1)
  })
  await expect(page.getByText('smoothed, 4 x 1 px')).toBeVisible()
})

test('pixels that the mask leaves out are hatched when asked for, and no others', async ({ page }) => {
  const panel = { ...image(VALUES.map(() => 100)), mask: VALUES.map((_, i) => (i === 0 ? 0 : 1)) }
  await show(page, { width: 256, view: GREY, panels: [panel] })
  const colors = async (x: number, y: number) => {
    const screen = await pixels(panelOf(page, 'a'))
    return new Set(Array.from({ length: 12 }, (_, i) => rgb(screen, x + i, y).join())).size
  }
  await soon(async () => expect([await colors(2, 248), await colors(34, 248)]).toEqual([1, 1]))
  await setView(page, { masks: true })
  await soon(async () => expect([await colors(2, 248), await colors(34, 248)]).toEqual([2, 1]))
})

test('a colour composite on the screen is that of Lupton et al.', async ({ page }) => {
  const green = VALUES.map((_, i) => Math.fround(((i * 37) % 101) / 12))
  const blue = VALUES.map((_, i) => Math.fround(((i * 53) % 89) / 20))
  const panel = { ...image(), kind: 'composite' as const, bands: [green, blue] }
  await show(page, { width: 256, view: { ...LIMITS, compositeQ: 6 }, panels: [panel] })
  const stretch = (13 * 6) / Math.sinh(Math.asinh(0.6) / 0.1)
  const settings = { minimum: [-1, -1, -1], stretch, q: 6 } as const
  await soon(async () => {
    const wrong = await wrongColors(page, 'a', i => [
      luptonColor([VALUES[i], green[i], blue[i]], settings).map(value => 255 * value),
    ])
    expect(wrong).toEqual([])
  })
})

test('changing stretch, limits, colours, zoom and smoothing sends no image to the card again', async ({ page }) => {
  await page.evaluate(() => {
    const sizes: number[] = []
    Object.assign(window, { uploads: sizes })
    const { texImage2D } = WebGL2RenderingContext.prototype
    WebGL2RenderingContext.prototype.texImage2D = function (this: WebGL2RenderingContext, ...args: unknown[]) {
      sizes.push(Number(args[3]) * Number(args[4]))
      Reflect.apply(texImage2D, this, args)
    } as typeof texImage2D
  })
  await show(page, { width: 524, view: GREY, panels: [image(), { ...image(), id: 'b' }] })
  const uploads = () => page.evaluate(() => (window as unknown as { uploads: number[] }).uploads)
  const drawn = () => page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))))
  const images = async () => (await uploads()).filter(size => size === SIDE * SIDE).length
  await expect.poll(uploads).toHaveLength(3)
  // A colour table has 256 entries too: two images, and the tables of the maps.
  expect(await images()).toBe(3)
  for (const colorMap of COLOR_MAPS) {
    await setView(page, { colorMap })
    await drawn()
  }
  const tables = COLOR_MAPS.length - 1
  expect(await images()).toBe(3 + tables)
  const changes = [
    ...STRETCHES.map(stretch => ({ stretch })),
    ...[1, 2, 5].map(zoom => ({ frame: { x: 4, y: 5, zoom } })),
    { smooth: true },
    { rule: 'zscale' as const },
    { rule: 'minmax' as const, shared: false },
    { contrast: 3, bias: 0.2, invert: true },
    { underColor: '#0000ff', masks: true },
    { swipe: { place: 'a', shown: 'b', at: 0.3 } },
    { stretch: 'linear' as const },
  ]
  for (const change of changes) {
    await setView(page, change)
    await drawn()
  }
  // Equal counts need the ranks of the values, once for all and once for each alone.
  expect((await uploads()).length - 3 - tables).toBeLessThanOrEqual(3)
  const before = await uploads()
  for (const change of changes) {
    await setView(page, change)
    await drawn()
  }
  expect(await uploads()).toEqual(before)
})
