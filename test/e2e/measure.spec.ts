import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzlibSync } from 'fflate'
import type { Locator, Page } from 'playwright/test'
import { PNG } from 'pngjs'
import type { FloatImage } from '../../main/domain/image.ts'
import { measureShape } from '../../main/domain/photometry/measureShape.ts'
import { toImagePixels } from '../../main/domain/regions/geometry.ts'
import { hasArea } from '../../main/domain/regions/overlap.ts'
import type { Shape } from '../../main/domain/regions/region.ts'
import { readImageBytes } from '../../main/formats/readers.ts'
import { decodeRegions } from '../../renderer/viewer/measure/regionSet.ts'
import { blob, pixels, writeStudyPairs } from '../support/core.ts'
import { expect, test } from './app.ts'
import { expectAccessible } from './steps.ts'

const SIDE = 32

/** What writeStudyPairs wrote as sample 1. */
const HR: FloatImage = { width: SIDE, height: SIDE, data: blob(SIDE, 1) }
const LR: FloatImage = {
  width: SIDE / 2,
  height: SIDE / 2,
  data: pixels(SIDE / 2, SIDE / 2, (x, y) => {
    const at = (dx: number, dy: number) => HR.data[(2 * y + dy) * SIDE + 2 * x + dx]
    return (at(0, 0) + at(1, 0) + at(0, 1) + at(1, 1)) / 4
  }),
}

let folder: string
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'subarc-measure-'))
  writeStudyPairs(folder, 2, SIDE)
})
test.afterAll(() => rm(folder, { recursive: true }))

const shoot = (page: Page, name: string) =>
  page.screenshot({ path: `test-results/screens/measure-${name}.png`, fullPage: true })

/** The pairs are imported, and their first sample is looked at with the measurements open. */
async function openPair(page: Page): Promise<void> {
  await page.goto(new URL('/data/import', page.url()).href)
  await page.getByLabel('Folder', { exact: true }).fill(folder)
  await page.getByRole('button', { name: 'Open folder' }).click()
  await page.getByRole('button', { name: 'Look at this folder' }).click()
  await page.getByRole('button', { name: /^Import \d/ }).click()
  await page.waitForURL(/\/data\/(?!import)[^/]+$/)
  const id = new URL(page.url()).pathname.split('/').at(-1)
  await page.goto(new URL(`/compare?dataset=${id}`, page.url()).href)
  await page.getByRole('button', { name: 'Measure' }).click()
  await expect(page.getByRole('heading', { name: 'Measurements' })).toBeVisible()
  for (const panel of ['lr', 'hr']) await expect(panelOf(page, panel)).toBeVisible()
}

const panelOf = (page: Page, id: string): Locator => page.locator(`[data-panel="${id}"]`)

/** The page's place of a reference pixel in a panel that shows the whole image. */
async function placeOf(panel: Locator, x: number, y: number): Promise<{ x: number; y: number }> {
  const box = await panel.boundingBox()
  if (!box) throw new Error('the panel is not on the page')
  const zoom = box.width / SIDE
  return { x: box.x + (x + 0.5) * zoom, y: box.y + box.height - (y + 0.5) * zoom }
}

async function drag(page: Page, panel: Locator, from: readonly [number, number], to: readonly [number, number]) {
  await panel.scrollIntoViewIfNeeded()
  const [start, end] = [await placeOf(panel, ...from), await placeOf(panel, ...to)]
  await page.mouse.move(start.x, start.y)
  await page.mouse.down()
  await page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 3 })
  await page.mouse.move(end.x, end.y)
  await page.mouse.up()
}

const field = (page: Page, label: string) => page.getByLabel(label, { exact: true })

async function fill(page: Page, values: Readonly<Record<string, number>>): Promise<void> {
  for (const [label, value] of Object.entries(values)) await field(page, label).fill(String(value))
}

/** The numbers of a row of the table, by its columns' titles. */
async function readRow(page: Page, key: string): Promise<Record<string, number>> {
  const table = page.getByRole('region', { name: 'Table of measurements' })
  const titles = await table.locator('thead th').allInnerTexts()
  const cells = await table.locator(`[data-measured="${key}"] td`).allInnerTexts()
  return Object.fromEntries(titles.map((title, i) => [title, Number(cells[i])]))
}

/** Five significant digits are shown. */
const shown = (value: number) => expect.closeTo(value, Math.max(0, 3 - Math.floor(Math.log10(Math.abs(value) || 1))))

function measured(image: FloatImage, shape: Shape, scale: number) {
  const own = toImagePixels(shape, scale)
  if (!hasArea(own)) throw new Error('this shape has an area')
  return measureShape({ image }, own, null)
}

async function expectRows(page: Page, id: string, shape: Shape): Promise<void> {
  for (const [panel, image, scale] of [
    ['lr', LR, 2],
    ['hr', HR, 1],
  ] as const) {
    const { sum, area, mean, median, sigma, min, max } = measured(image, shape, scale)
    await expect(async () => {
      expect(await readRow(page, `${id}/${panel}`)).toMatchObject({
        flux: shown(sum * scale * scale),
        sum: shown(sum),
        area: shown(area),
        mean: shown(mean),
        median: shown(median),
        sigma: shown(sigma),
        min: shown(min),
        max: shown(max),
      })
    }).toPass({ timeout: 5_000 })
  }
}

test('a region drawn in one panel is measured in all, moved, resized, undone and kept in the address', async ({
  subarc: page,
}) => {
  await openPair(page)
  const hr = panelOf(page, 'hr')
  await page.getByRole('button', { name: 'Draw a circle' }).click()
  await drag(page, hr, [14, 16], [19, 16])
  await expect(page.locator('[data-region="circle 1"]')).toHaveCount(2)
  await expect(field(page, 'Radius')).toHaveValue(/^5(\.0\d*)?$|^4\.9\d*$/)
  const circle = async (): Promise<Shape> => ({
    kind: 'circle',
    x: Number(await field(page, 'x').inputValue()),
    y: Number(await field(page, 'y').inputValue()),
    radius: Number(await field(page, 'Radius').inputValue()),
  })
  const drawn = await circle()
  await expectRows(page, 'r1', drawn)

  await test.step('its outline moves it, in the other panel too', async () => {
    await drag(page, panelOf(page, 'lr'), [14, 21], [12, 18])
    const moved = await circle()
    expect(moved).toMatchObject({ radius: (drawn as { radius: number }).radius })
    await expect(field(page, 'x')).toHaveValue(/^1[12](\.|$)/)
    await expectRows(page, 'r1', moved)
  })

  await test.step('its handle resizes it', async () => {
    const handle = panelOf(page, 'hr').locator('[data-handle="radius"]')
    await handle.scrollIntoViewIfNeeded()
    const box = await handle.boundingBox()
    if (!box) throw new Error('the handle is not on the page')
    const end = await placeOf(hr, 22, 13)
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    await page.mouse.down()
    await page.mouse.move(end.x, end.y, { steps: 4 })
    await page.mouse.up()
    await expect(field(page, 'Radius')).toHaveValue(/^(9|10|11)(\.\d+)?$/)
    await expectRows(page, 'r1', await circle())
  })

  await test.step('each drag is one step back', async () => {
    await hr.focus()
    await page.keyboard.press('Control+z')
    await page.keyboard.press('Control+z')
    expect(await circle()).toEqual(drawn)
    await page.keyboard.press('Control+z')
    await expect(page.locator('[data-region]')).toHaveCount(0)
    await page.keyboard.press('Control+Shift+z')
    await expect(page.locator('[data-region="circle 1"]')).toHaveCount(2)
  })

  await test.step('the address holds it', async () => {
    // Written once the last change has settled: until then it holds the circle before it was undone.
    const numbers = (shape: Shape | undefined) => (shape?.kind === 'circle' ? [shape.x, shape.y, shape.radius] : [])
    await expect(page).toHaveURL(url => {
      const held = numbers(decodeRegions(url.searchParams).regions[0]?.shape)
      return held.length > 0 && numbers(drawn).every((value, i) => Math.abs(value - held[i]) < 0.01)
    })
    await page.reload()
    await expect(page.locator('[data-region="circle 1"]')).toHaveCount(2)
    await expectRows(page, 'r1', drawn)
  })
})

test('all of it goes without a mouse, and the numbers hold for every shape', async ({ subarc: page }) => {
  await openPair(page)
  const shapes: { shape: Shape; fields: Record<string, number> }[] = [
    {
      shape: { kind: 'ellipse', x: 14.25, y: 16.5, a: 7.5, b: 3.25, angle: 30 },
      fields: { x: 14.25, y: 16.5, 'Semi-axis a': 7.5, 'Semi-axis b': 3.25, Angle: 30 },
    },
    {
      shape: { kind: 'box', x: 15, y: 15, width: 9.5, height: 6, angle: -20 },
      fields: { x: 15, y: 15, Width: 9.5, Height: 6, Angle: -20 },
    },
    {
      shape: { kind: 'annulus', x: 14, y: 17, inner: 3.3, outer: 8.1 },
      fields: { x: 14, y: 17, 'Inner radius': 3.3, 'Outer radius': 8.1 },
    },
  ]
  for (const [index, { shape, fields }] of shapes.entries()) {
    await page.getByRole('button', { name: `Draw a ${shape.kind}`, exact: true }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Place in the middle' }).focus()
    await page.keyboard.press('Enter')
    await fill(page, fields)
    await expectRows(page, `r${index + 1}`, shape)
  }
  await test.step('arrows move the chosen region, Delete removes it', async () => {
    await panelOf(page, 'hr').focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Shift+ArrowDown')
    await expect(field(page, 'x')).toHaveValue('15')
    await expect(field(page, 'y')).toHaveValue('7')
    await page.keyboard.press('Delete')
    await expect(page.locator('[data-region]')).toHaveCount(4)
    await page.keyboard.press('Control+z')
    await expect(page.locator('[data-region]')).toHaveCount(6)
  })

  for (const scheme of ['dark', 'light'] as const) {
    if (scheme === 'light') await page.getByRole('button', { name: 'Theme: dark' }).click()
    await expect(page.getByRole('button', { name: `Theme: ${scheme}` })).toBeVisible()
    await page.getByRole('button', { name: 'annulus 3' }).click()
    await expect(
      page
        .getByRole('img', { name: /^Radial profile/ })
        .locator('.main-svg')
        .first(),
    ).toBeVisible()
    await expectAccessible(page, scheme === 'dark' ? 'all' : 'contrast')
    await shoot(page, scheme)
  }

  await test.step('a number that makes no shape is refused in words, and the last good one stays', async () => {
    await field(page, 'Outer radius').fill('1')
    await expect(page.getByRole('alert')).toContainText('outer radius above its inner')
    await expectRows(page, 'r3', { kind: 'annulus', x: 15, y: 7, inner: 3.3, outer: 8.1 })
  })
})

test('the table goes out as CSV, regions go out to DS9 and come in', async ({ subarc: page }) => {
  await openPair(page)
  const download = async (click: () => Promise<void>): Promise<string> => {
    const [file] = await Promise.all([page.waitForEvent('download'), click()])
    return readFile(await file.path(), 'utf8')
  }
  const upload = (text: string) =>
    page
      .getByLabel('DS9 region file')
      .setInputFiles({ name: 'a.reg', mimeType: 'text/plain', buffer: Buffer.from(text) })

  await page.getByRole('button', { name: 'Import regions' }).click()
  await page.getByRole('menuitem', { name: 'DS9, pixels of LR' }).click()
  await upload(
    '# Region file format: DS9 version 4.1\nimage\ncircle(8,8.5,3) # text={G, "1"}\n-box(2,2,2,2,0)\n# text(1,1)\n',
  )
  await expect(page.locator('[data-region]')).toHaveCount(4)
  await expect(page.getByText('a text is not a region and was left out')).toBeVisible()

  const csv = await download(() => page.getByRole('button', { name: 'Export CSV' }).click())
  const [head, lr, hr, ...rest] = csv.trimEnd().split('\r\n')
  expect(rest).toEqual([])
  expect(head.split(',').slice(0, 6)).toEqual(['region', 'panel', 'unit', 'error from', 'flux', 'error'])
  // The circle around LR pixel (7, 7.5), radius 3, in HR pixels.
  const shape: Shape = { kind: 'circle', x: 14.5, y: 15.5, radius: 6 }
  expect(lr).toMatch(/^"G, ""1""",LR,,,/)
  expect(Number(lr.replace(/^"G, ""1""",/, '').split(',')[3])).toBeCloseTo(4 * measured(LR, shape, 2).sum, 6)
  expect(Number(hr.replace(/^"G, ""1""",/, '').split(',')[3])).toBeCloseTo(measured(HR, shape, 1).sum, 6)

  await page.getByRole('button', { name: 'Export regions' }).click()
  const regions = await download(() => page.getByRole('menuitem', { name: 'DS9, pixels of HR' }).click())
  expect(regions).toBe(
    '# Region file format: DS9 version 4.1\nimage\ncircle(15.5,16.5,6) # text={G, "1"}\n-box(3.5,3.5,4,4,0)\n',
  )

  await page.getByRole('button', { name: 'Import regions' }).click()
  await page.getByRole('menuitem', { name: 'DS9, pixels of HR' }).click()
  await upload('image\ncircle(1,2)\n')
  await expect(page.getByRole('alert')).toHaveText('Line 2 of the region file: a circle has 3 numbers, not 2.')
})

test('a figure holds what is on the screen, as PNG of any size, SVG and PDF', async ({ subarc: page }) => {
  await openPair(page)
  await page.getByRole('button', { name: 'Draw a circle' }).click()
  await drag(page, panelOf(page, 'hr'), [14, 16], [19, 16])
  await field(page, 'Name').fill('G1 ring')
  await page.evaluate(() => window.scrollTo(0, 0))
  const figure = async (format: 'PNG' | 'SVG' | 'PDF', also?: () => Promise<void>): Promise<Buffer> => {
    await page.getByRole('button', { name: 'Figure' }).click()
    await page.getByRole('button', { name: format, exact: true }).click()
    await field(page, 'Title').fill('Sample 0, LR and HR')
    await also?.()
    const button = page.getByRole('button', { name: `Export ${format}` })
    const [file] = await Promise.all([page.waitForEvent('download'), button.click()])
    await expect(page.getByRole('dialog')).toHaveCount(0)
    const content = await readFile(await file.path())
    await mkdir('test-results/screens', { recursive: true })
    await writeFile(`test-results/screens/figure.${format.toLowerCase()}`, content)
    return content
  }

  await test.step('PNG: every data pixel has the colour that it has on the screen', async () => {
    const png = PNG.sync.read(
      await figure('PNG', async () => {
        await page.getByRole('switch', { name: 'Regions' }).uncheck()
        await page.getByRole('switch', { name: 'Scale bar' }).uncheck()
        await expectAccessible(page)
        await shoot(page, 'figure-dialog')
        await field(page, 'Width').fill('1999')
      }),
    )
    expect(png.width).toBe(1999)
    const lr = await panelOf(page, 'lr').boundingBox()
    if (!lr) throw new Error('the panel is not on the page')
    // Margins and gaps of 16, a title of 30 and a name of 20 CSS pixels.
    const times = 1999 / (16 + lr.width + 16 + lr.width + 16)
    await page.getByRole('button', { name: 'Measure' }).click()
    for (const [id, side, left] of [
      ['lr', SIDE / 2, 16],
      ['hr', SIDE, 16 + lr.width + 16],
    ] as const) {
      // The mouse rests elsewhere: no outline of a pixel is on the panel.
      await page.mouse.move(0, 0)
      const screen = PNG.sync.read(await panelOf(page, id).screenshot())
      const wrong: string[] = []
      for (let y = 0; y < side; y++) {
        for (let x = 0; x < side; x++) {
          const [fx, fy] = [((x + 0.5) / side) * lr.width, (1 - (y + 0.5) / side) * lr.height]
          const here = colorAt(screen, fx, fy)
          const there = colorAt(png, (left + fx) * times, (16 + 30 + 20 + fy) * times)
          if (here.some((part, i) => Math.abs(part - there[i]) > 4))
            wrong.push(`${id} (${x}, ${y}): ${there}, not ${here}`)
        }
      }
      expect(wrong.slice(0, 5)).toEqual([])
    }
    await page.getByRole('button', { name: 'Measure' }).click()
  })

  await test.step('SVG: text is text, images are pixels, and it can be read', async () => {
    const svg = (await figure('SVG')).toString('utf8')
    const found = await page.evaluate(text => {
      const parsed = new DOMParser().parseFromString(text, 'image/svg+xml')
      return {
        broken: parsed.querySelector('parsererror')?.textContent ?? null,
        texts: [...parsed.querySelectorAll('text')].map(element => element.textContent),
        images: [...parsed.querySelectorAll('image')].map(element => element.getAttribute('href')?.slice(0, 22)),
      }
    }, svg)
    expect(found.broken).toBeNull()
    expect(found.texts).toEqual(expect.arrayContaining(['Sample 0, LR and HR', 'LR', 'HR', 'G1 ring']))
    expect(found.images.length).toBeGreaterThanOrEqual(2)
    expect(new Set(found.images)).toEqual(new Set(['data:image/png;base64,']))
  })

  await test.step('PDF: one page, text as text', async () => {
    const pdf = await figure('PDF')
    expect(pdf.subarray(0, 8).toString('latin1')).toBe('%PDF-1.7')
    const [head] = /\/Contents 4 0 R/.exec(pdf.toString('latin1')) ?? []
    expect(head).toBeDefined()
    const page0 = /4 0 obj\n<< {2}\/Filter \/FlateDecode \/Length (\d+) >>\nstream\n/.exec(pdf.toString('latin1'))
    if (!page0) throw new Error('the page has no content')
    const start = page0.index + page0[0].length
    const drawn: Uint8Array = unzlibSync(pdf.subarray(start, start + Number(page0[1])))
    expect(Buffer.from(drawn).toString('latin1')).toContain(`<${Buffer.from('G1 ring').toString('hex')}> Tj`)
  })

  await test.step('FITS: the pixels that are seen, with their values', async () => {
    await panelOf(page, 'hr').focus()
    await page.keyboard.press('+')
    await page.keyboard.press('+')
    await page.getByRole('button', { name: 'Figure' }).click()
    await page.getByRole('button', { name: 'FITS', exact: true }).click()
    await page.getByLabel('Image', { exact: true }).selectOption('HR')
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export FITS' }).click(),
    ])
    const { image } = await readImageBytes(await readFile(await file.path()), 'cutout.fits')
    expect(image.width).toBeLessThan(SIDE)
    expect(image.height).toBe(image.width)
    const from = (SIDE - image.width) / 2
    const seen = pixels(image.width, image.height, (x, y) => HR.data[(y + from) * SIDE + x + from])
    expect(image.data).toEqual(seen)
  })
})

test('a view is saved by name and opened again, with its stretch and its regions; a page opens as it was left', async ({
  subarc: page,
}) => {
  await openPair(page)
  await page.getByRole('button', { name: 'Draw a box', exact: true }).click()
  await page.getByRole('button', { name: 'Place in the middle' }).click()
  await page.getByRole('combobox', { name: 'Stretch' }).click()
  await page.getByRole('option', { name: 'log', exact: true }).click()
  await expect(page).toHaveURL(/stretch=log.*region=box|region=box.*stretch=log/)

  await page.getByRole('button', { name: 'Views' }).click()
  await page.getByRole('menuitem', { name: 'Save this view' }).click()
  await page.getByLabel('Name of the view').fill('Box in log')
  await expectAccessible(page)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toHaveCount(0)

  await test.step('it comes back over whatever is shown now', async () => {
    await page.getByRole('button', { name: 'box 1' }).click()
    await page.getByRole('button', { name: 'Delete the region (Delete)' }).click()
    await page.getByRole('combobox', { name: 'Stretch' }).click()
    await page.getByRole('option', { name: 'linear', exact: true }).click()
    await expect(page).not.toHaveURL(/region=box/)
    await page.getByRole('button', { name: 'Views' }).click()
    await page.getByRole('menuitem', { name: 'Box in log' }).click()
    await expect(page.locator('[data-region="box 1"]')).toHaveCount(2)
    await expect(page.getByRole('combobox', { name: 'Stretch' })).toHaveText('log')
  })

  await test.step('it is renamed, deleted and brought back', async () => {
    await page.getByRole('button', { name: 'Views' }).click()
    await page.getByRole('menuitem', { name: 'All saved views' }).click()
    await page.getByLabel('Name of Box in log').fill('The box')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('button', { name: 'Open The box' })).toBeVisible()
    await page.getByRole('button', { name: 'Delete The box' }).click()
    await expect(page.getByText('No view is saved.')).toBeVisible()
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    await expect(page.getByRole('button', { name: 'Open The box' })).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Close' }).click()
  })

  await test.step('a new start goes back to where the last one ended', async () => {
    const kept = page.waitForResponse(response => response.url().endsWith('/rpc/savedViews/remember'))
    await page.getByRole('combobox', { name: 'Stretch' }).click()
    await page.getByRole('option', { name: 'sqrt', exact: true }).click()
    await kept
    await page.goto(new URL('/', page.url()).href)
    await page.getByRole('link', { name: 'Compare' }).click()
    await expect(page.getByRole('combobox', { name: 'Stretch' })).toHaveText('sqrt')
    await expect(page.locator('[data-region="box 1"]')).toHaveCount(2)
  })
})

/** The colour of the pixel at a place. */
function colorAt(png: PNG, x: number, y: number): number[] {
  const at = (Math.floor(y) * png.width + Math.floor(x)) * 4
  return [...png.data.subarray(at, at + 3)]
}
