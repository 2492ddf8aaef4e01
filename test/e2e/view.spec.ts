import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Page } from 'playwright/test'
import { PNG } from 'pngjs'
import { colorTable } from '../../main/domain/colormap.ts'
import { writeNpy } from '../../main/formats/npy.ts'
import { writeTestFile } from '../support/core.ts'
import { noTestData, testData, testDataPath } from '../support/testData.ts'
import { expect, test } from './app.ts'
import { chooseTheme, expectAccessible } from './steps.ts'

/** Screenshots are artefacts to look at: test-results/screens. */
const shoot = (page: Page, name: string) => page.screenshot({ path: `test-results/screens/view-${name}.png` })

/** The page in a theme: the user's choice counts, not that of the system. */
async function inTheme(page: Page, theme: 'dark' | 'light'): Promise<void> {
  await chooseTheme(page, theme)
  await expect(page.locator(`html[data-theme="${theme}"]`)).toBeAttached()
}

const goto = (page: Page, path: string) => page.goto(new URL(path, page.url()).href)

async function openByPath(page: Page, path: string): Promise<void> {
  await goto(page, '/view')
  await page.getByLabel('File', { exact: true }).fill(path)
  await page.getByRole('button', { name: 'Open file' }).click()
  await expect(page).toHaveURL(/file=/)
}

/** Drops files at a share of the page's width, as a hand would. */
async function drop(page: Page, paths: readonly string[], across: number): Promise<void> {
  const files = await Promise.all(
    paths.map(async path => ({ name: basename(path), base64: (await readFile(path)).toString('base64') })),
  )
  const transfer = await page.evaluateHandle(dropped => {
    const data = new DataTransfer()
    for (const { name, base64 } of dropped) {
      const bytes = Uint8Array.from(atob(base64), character => character.charCodeAt(0))
      data.items.add(new File([bytes], name))
    }
    return data
  }, files)
  const box = await page.locator('main').boundingBox()
  if (!box) throw new Error('there is no page to drop on')
  const place = { dataTransfer: transfer, clientX: box.x + box.width * across, clientY: box.y + box.height / 2 }
  const target = page.locator('main > div').first()
  await target.dispatchEvent('dragover', place)
  await shoot(page, 'drop')
  await target.dispatchEvent('drop', place)
}

const ZOOM = 32

/** The viewer's only panel, looking at the lower left corner: pixel (2, 0) is in its middle. */
async function lookAtCorner(page: Page, limits: string): Promise<void> {
  const url = new URL(page.url())
  for (const [key, value] of Object.entries({ at: `2,0,${ZOOM}`, stretch: 'linear', limits, map: 'grey' }))
    url.searchParams.set(key, value)
  await page.goto(url.href)
  await expect(page.locator('canvas')).toBeVisible()
}

/** Centre of pixel (x, y), from the panel's upper left corner. */
async function screenPlace(page: Page, x: number, y: number) {
  const box = await page.locator('[data-panel]').boundingBox()
  if (!box) throw new Error('there is no panel')
  return { x: box.width / 2 + (x - 2) * ZOOM, y: box.height / 2 - y * ZOOM }
}

const readingAt = async (page: Page, x: number, y: number) => {
  await page.locator('[data-panel]').hover({ position: await screenPlace(page, x, y) })
  const reading = page.locator('[data-reading]')
  await expect(reading).toContainText(`at (${x}, ${y})`)
  return Number.parseFloat((await reading.textContent()) ?? '')
}

interface Expected {
  file: string
  hdus: { shape: [number, number]; first5: number[] }[]
}

async function firstPixels(file: string): Promise<number[]> {
  // Python writes NaN into its JSON.
  const text = (await readFile(testDataPath('fits-expected-astropy.json'), 'utf8')).replace(/\bNaN\b/g, 'null')
  const all: Expected[] = JSON.parse(text)
  const found = all.find(entry => entry.file === file)?.hdus[0].first5
  if (!found) throw new Error(`nothing is known of ${file}`)
  return found
}

/** The first pixels of the file lie in the lower left corner, left to right, with their values and greys. */
async function expectRightWayUp(page: Page, file: string): Promise<void> {
  const expected = await firstPixels(file)
  const [low, high] = [Math.min(...expected), Math.max(...expected)]
  await lookAtCorner(page, `${low},${high}`)
  const greys = colorTable('grey')
  await expect(async () => {
    const png = PNG.sync.read(await page.locator('[data-panel]').screenshot())
    for (const [x, value] of expected.entries()) {
      const at = await screenPlace(page, x, 0)
      // Beside the middle, where no outline of the pixel under the cursor can be.
      const grey = png.data[(Math.round(at.y) * png.width + Math.round(at.x)) * 4]
      const entry = Math.min(255, Math.floor((256 * (value - low)) / (high - low)))
      const near = [entry - 1, entry, entry + 1].map(i => greys[3 * Math.min(255, Math.max(0, i))])
      expect(grey, `pixel (${x}, 0)`).toBeGreaterThanOrEqual(Math.min(...near))
      expect(grey, `pixel (${x}, 0)`).toBeLessThanOrEqual(Math.max(...near))
    }
  }).toPass({ timeout: 10_000 })
  for (const [x, value] of expected.entries()) {
    expect(await readingAt(page, x, 0)).toBeCloseTo(value, 4 - Math.ceil(Math.log10(Math.abs(value))))
  }
}

const LENSES = {
  'SLACS HST': 'fits-lenses/slacs0946+1006_HST/data.fits',
  'COSMOS-Web JWST': 'fits-lenses/cosmos_web_ring_JWST/F150W/data.fits',
  KiDS: 'fits-lenses/KiDS_test/r.fits',
  PS1: 'fits-lenses/PS1_test/i.fits',
}

test(`images of space and ground open by their paths, right way up, with the files' values${noTestData}`, async ({
  subarc: page,
}) => {
  test.skip(testData === undefined, 'the test images are not on this machine')
  for (const [name, file] of Object.entries(LENSES)) {
    await test.step(name, async () => {
      await openByPath(page, testDataPath(file))
      await expect(page.locator('canvas')).toBeVisible()
      await expect(page.getByRole('progressbar')).toHaveCount(0)
      await shoot(page, name.toLowerCase().replaceAll(' ', '-'))
      await expectRightWayUp(page, file)
    })
  }
})

test(`an image opens by a drop on Home${noTestData}`, async ({ subarc: page }) => {
  test.skip(testData === undefined, 'the test images are not on this machine')
  const file = LENSES['SLACS HST']
  await drop(page, [testDataPath(file)], 0.2)
  await page.waitForURL(/\/view\?.*file=/)
  await expectRightWayUp(page, file)
})

test(`what is dropped on the other half is imported${noTestData}`, async ({ subarc: page }) => {
  test.skip(testData === undefined, 'the test images are not on this machine')
  await drop(page, [testDataPath(LENSES.KiDS)], 0.8)
  await page.waitForURL(/\/data\/import\?upload=/)
  await expect(page.getByText('What was found')).toBeVisible()
})

test(`image, noise and PSF stand side by side, each with its header${noTestData}`, async ({ subarc: page }) => {
  test.skip(testData === undefined, 'the test images are not on this machine')
  const folder = testDataPath('fits-lenses/slacs0946+1006_HST')
  await openByPath(page, join(folder, 'data.fits'))
  const url = new URL(page.url())
  for (const name of ['noise_map.fits', 'psf.fits']) url.searchParams.append('file', join(folder, name))
  await page.goto(url.href)
  await expect(page.locator('[data-panel]')).toHaveCount(3)
  await expect(page.locator('canvas')).toHaveCount(1)

  await page.getByRole('list', { name: 'Images of noise_map.fits' }).getByRole('button').click()
  const header = page.getByRole('region', { name: /^Header of/ })
  await header.getByLabel('Search').fill('naxis1')
  await expect(header.getByRole('button')).toHaveText(/^NAXIS1 {2}= +281/)
  for (const scheme of ['dark', 'light'] as const) {
    await inTheme(page, scheme)
    await expect(page.locator('[data-panel]')).toHaveCount(3)
    await expectAccessible(page, scheme === 'dark' ? 'all' : 'contrast')
    await shoot(page, `side-by-side-${scheme}`)
  }
  await page.getByRole('button', { name: 'Close psf.fits' }).click()
  await expect(page.locator('[data-panel]')).toHaveCount(2)
  await page.getByRole('checkbox').first().click()
  await expect(page.locator('[data-panel]')).toHaveCount(1)
})

test(`the planes of a cube are walked through, and the view comes back on reload${noTestData}`, async ({
  subarc: page,
}) => {
  test.skip(testData === undefined, 'the test images are not on this machine')
  await openByPath(page, testDataPath('fits-torture/astropy/arange.fits'))
  await lookAtCorner(page, '0,800')
  expect(await readingAt(page, 0, 0)).toBe(0)
  await page.getByRole('button', { name: /^Next plane/ }).click()
  await expect(page.getByText('1 of 7')).toBeVisible()
  // Seven planes of 10 x 11 pixels, counted through.
  await expect(async () => expect(await readingAt(page, 0, 0)).toBe(110)).toPass({ timeout: 10_000 })
  await page.locator('[data-panel]').press('.')
  await expect(page.getByText('2 of 7')).toBeVisible()
  await expect(async () => expect(await readingAt(page, 3, 0)).toBe(223)).toPass({ timeout: 10_000 })
  await page.reload()
  await expect(page.getByText('2 of 7')).toBeVisible()
  expect(await readingAt(page, 3, 0)).toBe(223)
  await shoot(page, 'cube')
})

// Refused calls show in the console, which the other tests keep clean.
test('a file that cannot be read says what is wrong with it and what to do', async ({ page, app }) => {
  await page.goto(app.url)
  const path = join(app.workspace, 'opened', 'cut.fits')
  writeTestFile(path, 'SIMPLE  =                    T')
  await goto(page, '/view')
  await page.getByLabel('File', { exact: true }).fill(path)
  await page.getByRole('button', { name: 'Open file' }).click()
  await expect(page.getByRole('alert')).toContainText('no END card')
  await expect(page.getByRole('alert')).toContainText('Copy or download it again')
  await shoot(page, 'bad-file')
  await goto(page, `/view?${new URLSearchParams({ file: '/nowhere/at/all.fits' })}`)
  await expect(page.getByRole('alert')).toContainText('outside of the folders that Subarc may read')
})

test(`a file that was looked at is offered on Home, and may be given to a network${noTestData}`, async ({
  subarc: page,
}) => {
  test.skip(testData === undefined, 'the test images are not on this machine')
  await openByPath(page, testDataPath(LENSES.KiDS))
  await expect(page.getByRole('link', { name: 'Apply a network to it' })).toHaveAttribute(
    'href',
    /^\/apply\?file=.+r\.fits$/,
  )
  await goto(page, '/')
  await expect(page.getByRole('heading', { name: 'Recently opened files' })).toBeVisible()
  await shoot(page, 'home')
  for (const scheme of ['dark', 'light'] as const) {
    await inTheme(page, scheme)
    await expect(page.getByRole('heading', { name: 'Recently opened files' })).toBeVisible()
    await expectAccessible(page, scheme === 'dark' ? 'all' : 'contrast')
  }
  await page.getByRole('link', { name: /r\.fits/ }).click()
  await expect(page.locator('canvas')).toBeVisible()
})

test('a large image opens with a first look, then by tiles, and reads its own values at any zoom', async ({
  subarc: page,
  app,
}) => {
  const path = join(app.workspace, 'opened', 'large.npy')
  const [width, height] = [2500, 2300]
  const data = Float32Array.from({ length: width * height }, (_, i) => (i % width) + Math.floor(i / width) / 4096)
  writeTestFile(path, writeNpy({ shape: [height, width], data }))
  await openByPath(page, path)
  await expect(page.locator('canvas')).toBeVisible()
  await expect(page.getByText('Preparing the large image')).toHaveCount(0)
  await expect(page.getByText('2500 x 2300 px').first()).toBeVisible()
  await shoot(page, 'large')
  const panel = page.locator('[data-panel]')
  await panel.hover({ position: { x: 300, y: 200 } })
  const reading = page.locator('[data-reading]')
  await expect(reading).toContainText(/^\d/)
  const [, value, x] = /^([\d.]+)\s+at \((\d+), \d+\)/.exec((await reading.textContent()) ?? '') ?? []
  expect(Math.floor(Number(value))).toBe(Number(x))
  await lookAtCorner(page, '0,5')
  // Values come from the core, in blocks around the pointer.
  await expect(async () => expect(await readingAt(page, 4, 0)).toBe(4)).toPass({ timeout: 10_000 })
  await expectAccessible(page)
})

for (const scheme of ['dark', 'light'] as const) {
  test(`the page without a file says how to open one, ${scheme}`, async ({ subarc: page }) => {
    await goto(page, '/view')
    await inTheme(page, scheme)
    await expect(page.getByRole('button', { name: 'Open file' })).toBeVisible()
    await expect(page.getByRole('progressbar')).toHaveCount(0)
    await expectAccessible(page, scheme === 'dark' ? 'all' : 'contrast')
    await shoot(page, `empty-${scheme}`)
  })
}
