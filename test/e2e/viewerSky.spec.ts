import { celestialWcs, convertSky } from '../../main/domain/wcs/index.ts'
import { readImageFile } from '../../main/formats/readers.ts'
import { noTestData, testData, testDataPath } from '../support/testData.ts'
import { expect, GREY, grey, greyOf, panelOf, pixels, setView, show, soon, test, viewOf } from './viewerPage.ts'

const RA = 146.5
const DEC = 10.1

const card = (keyword: string, value: string | number) =>
  `${keyword.padEnd(8)}= ${(typeof value === 'string' ? `'${value.padEnd(8)}'` : String(value)).padStart(20)}`.padEnd(
    80,
  )

/** A TAN header of an image of n x n pixels of `arcsec`, turned by an angle from x towards y. */
function cardsOf(n: number, arcsec: number, degrees: number): string[] {
  const side = arcsec / 3600
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)]
  return [
    card('CTYPE1', 'RA---TAN'),
    card('CTYPE2', 'DEC--TAN'),
    card('RADESYS', 'ICRS'),
    card('CRVAL1', RA),
    card('CRVAL2', DEC),
    card('CRPIX1', (n + 1) / 2),
    card('CRPIX2', (n + 1) / 2),
    card('CD1_1', -side * cos),
    card('CD1_2', side * sin),
    card('CD2_1', side * sin),
    card('CD2_2', side * cos),
  ]
}

const wcsOf = (cards: readonly string[]) => {
  const wcs = celestialWcs(cards)
  if (!wcs) throw new Error('the cards have no WCS')
  return wcs
}

const N = 16
const BASE = cardsOf(N, 0.4, 0)
/** Half the pixels' side, turned by 30 degrees. */
const TURNED = cardsOf(24, 0.2, 30)

const values = (n: number) => Array.from({ length: n * n }, (_, i) => 20 + ((i * 37 + Math.floor(i / n) * 11) % 220))
const base = { id: 'base', title: 'LR', unit: 'ct', image: { width: N, height: N }, data: values(N), cards: BASE }
const turned = { id: 'turned', title: 'HST', image: { width: 24, height: 24 }, data: values(24), cards: TURNED }

test('linked by the sky, a turned and finer image is laid on the first one, place for place', async ({ page }) => {
  await show(page, { width: 524, view: { ...GREY, link: 'sky' }, panels: [base, turned] })
  const [from, to] = [wcsOf(BASE), wcsOf(TURNED)]
  await soon(async () => {
    const screen = await pixels(panelOf(page, 'turned'))
    const wrong: string[] = []
    let inside = 0
    for (let y = 3; y < 256; y += 5) {
      for (let x = 3; x < 256; x += 5) {
        const sky = from.pixelToSky({ x: (x + 0.5) / 16 - 0.5, y: (255.5 - y) / 16 - 0.5 })
        const pixel = sky && to.skyToPixel(sky)
        if (!pixel) throw new Error('off the sky')
        const [px, py] = [Math.round(pixel.x), Math.round(pixel.y)]
        // A place on the edge of a pixel may be seen on either side.
        if (Math.max(Math.abs(pixel.x - px), Math.abs(pixel.y - py)) > 0.49) continue
        const isIn = px >= 0 && py >= 0 && px < 24 && py < 24
        if (isIn) inside++
        const want = isIn ? greyOf(values(24)[py * 24 + px]) : 7
        if (Math.abs(grey(screen, x, y) - want) > 1) wrong.push(`(${x}, ${y}): ${grey(screen, x, y)}, not ${want}`)
      }
    }
    expect(wrong).toEqual([])
    expect(inside).toBeGreaterThan(1000)
  })
})

test('one cursor reads the same place of the sky in both, with errors, in the frame and the form that is chosen', async ({
  page,
}) => {
  const error = values(N).map(value => value / 10)
  await show(page, { width: 524, view: { ...GREY, link: 'sky' }, panels: [{ ...base, error }, turned] })
  // The middle of pixel (10, 9) of the first image.
  await panelOf(page, 'base').hover({ position: { x: 10 * 16 + 8, y: 256 - (9 * 16 + 8) } })
  const sky = wcsOf(BASE).pixelToSky({ x: 10, y: 9 })
  const pixel = sky && wcsOf(TURNED).skyToPixel(sky)
  if (!sky || !pixel) throw new Error('off the sky')
  const [px, py] = [Math.round(pixel.x), Math.round(pixel.y)]
  const at = 9 * N + 10
  const reading = page.locator('[data-reading="base"]')
  await expect(reading).toHaveText(
    `${values(N)[at].toPrecision(5)} ± ${(values(N)[at] / 10).toPrecision(5)} ct at (10, 9)`,
  )
  await expect(page.locator('[data-reading="turned"]')).toContainText(
    `${values(24)[py * 24 + px].toPrecision(5)}  at (${px}, ${py})`.replace('  ', ' '),
  )
  for (const id of ['base', 'turned']) {
    await expect(page.locator(`[data-sky="${id}"]`)).toHaveText(/^09:45:59\.\d+ \+10:06:00\.\d+$/)
  }
  await setView(page, { skyFrame: 'galactic', skyFormat: 'degrees' })
  const galactic = convertSky(sky, { frame: 'icrs', equinox: null }, { frame: 'galactic', equinox: null })
  const text = await page.locator('[data-sky="base"]').textContent()
  const [lon, lat] = (text ?? '').split(' ').map(Number)
  expect(Math.abs(lon - galactic.lon)).toBeLessThan(1e-4)
  expect(Math.abs(lat - galactic.lat)).toBeLessThan(1e-4)
})

test('north, east, a scale bar and a grid of the sky lie where the WCS puts them', async ({ page }) => {
  await show(page, { width: 524, view: { ...GREY, grid: true }, panels: [base, turned] })
  await panelOf(page, 'turned').focus()
  await page.keyboard.press('c')
  const mark = (id: string, name: string) => panelOf(page, id).locator(`[data-mark="${name}"]`)
  // 24 pixels of 0.4 arcsec fit into 256 px: 26.7 px an arcsec; the next bar, of 5 arcsec, were longer than a third.
  await expect(mark('base', 'scale')).toHaveText('2″')
  const path = await mark('base', 'scale').locator('path').last().getAttribute('d')
  expect(Number(/h([\d.]+)/.exec(path ?? '')?.[1])).toBeCloseTo((2 / 0.4) * (256 / 24), 3)
  const letter = async (id: string, name: string) => {
    const box = await mark(id, 'compass').getByText(name).boundingBox()
    if (!box) throw new Error('no compass')
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  }
  const [north, east] = [await letter('base', 'N'), await letter('base', 'E')]
  // North up, east to the left.
  expect(north.y).toBeLessThan(east.y - 20)
  expect(east.x).toBeLessThan(north.x - 20)
  const [turnedNorth, turnedEast] = [await letter('turned', 'N'), await letter('turned', 'E')]
  const wcs = wcsOf(TURNED)
  const [middle, above] = [DEC, DEC + 1e-4].map(lat => wcs.skyToPixel({ lon: RA, lat }))
  if (!middle || !above) throw new Error('off the sky')
  const expected = Math.atan2(above.y - middle.y, above.x - middle.x)
  // North and east stand at right angles, so that the line between them tells the angle.
  const between = Math.atan2(-(turnedNorth.y - turnedEast.y), turnedNorth.x - turnedEast.x)
  expect(Math.abs(between - (expected - Math.PI / 4))).toBeLessThan(0.1)
  expect(await mark('base', 'grid').locator('text').count()).toBeGreaterThan(1)
})

test('w links by the sky and back; without a WCS everything stays by pixels', async ({ page }) => {
  await show(page, { width: 524, view: GREY, panels: [base, turned] })
  await panelOf(page, 'base').focus()
  await page.keyboard.press('w')
  expect((await viewOf(page)).link).toBe('sky')
  const plain = { ...base, cards: undefined }
  await show(page, {
    width: 524,
    view: { ...GREY, link: 'sky', compass: true, grid: true },
    panels: [plain, { ...plain, id: 'b' }],
  })
  await soon(async () => {
    expect(grey(await pixels(panelOf(page, 'b')), 8, 248)).toBe(greyOf(values(N)[0]))
  })
  await expect(page.locator('[data-mark]')).toHaveCount(0)
  await expect(page.locator('[data-sky]')).toHaveCount(0)
})

test(`three bands of KiDS make one colour image, with the sky where astropy has it${noTestData}`, async ({ page }) => {
  test.skip(testData === undefined, 'the test images are not on this machine')
  const bands = await Promise.all(
    ['i', 'r', 'g'].map(async band => {
      const { image, cards } = await readImageFile(testDataPath(`fits-lenses/KiDS_test/${band}.fits`))
      const { width, height, data } = image
      return { id: band, title: `KiDS ${band}`, image: { width, height }, data: [...data], cards: [...(cards ?? [])] }
    }),
  )
  const derived = [{ op: 'rgb', of: ['i', 'r', 'g'] }] as const
  const marks = { compass: true, scaleBar: true, grid: true }
  await show(page, { width: 1300, columns: 2, view: { derived, link: 'sky', rule: 'zscale', ...marks }, panels: bands })
  await expect(panelOf(page, 'rgb(i,r,g)').locator('[data-mark="compass"]')).toBeVisible()
  await panelOf(page, 'i').hover({ position: { x: 12, y: 200 } })
  const read = await page.locator('[data-reading="i"]').textContent()
  const [, x, y] = (/\((\d+), (\d+)\)/.exec(read ?? '') ?? []).map(Number)
  const value = bands[0].data[y * bands[0].image.width + x]
  expect(read).toContain(value.toExponential(4))
  const texts = await page.locator('[data-sky]').allTextContents()
  expect(new Set(texts).size).toBe(1)
  await page.screenshot({ path: 'test-results/screens/viewer-kids.png' })
})
