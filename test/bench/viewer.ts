/**
 * `npm run bench:viewer`: how the page moves while a 10,000 x 10,000 float32 image is panned and zoomed, and while a grid
 * of 1,000 simulated pairs is scrolled, in Chromium with WebGL2 drawn by the processor (SwiftShader).
 * `-- --json` for machines, `--side N` for another image, `--pairs N`.
 */
import { mkdtemp, open, rm } from 'node:fs/promises'
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Browser, chromium, type Page } from 'playwright'
import { createClient, type SubarcClient } from '../../main/contract/client.ts'
import { createRandom } from '../../main/domain/random.ts'
import { npyHeaderBytes } from '../../main/formats/npy.ts'
import { startApp } from '../e2e/app.ts'
import { CHROMIUM_FLAGS } from '../e2e/chromium.ts'
import { measurePage, type PageMeasure, watchFromStart } from './pageMeasure.ts'

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    side: { type: 'string', default: '10000' },
    pairs: { type: 'string', default: '1000' },
  },
})
const side = Number(values.side)
const pairs = Number(values.pairs)

interface Row extends PageMeasure {
  readonly what: string
}

/** Noise with a star here and there, written by rows: the image is never in memory. */
async function writeImage(path: string): Promise<void> {
  const random = createRandom(7)
  const noise = Float32Array.from({ length: 1 << 20 }, () => random.normal())
  const file = await open(path, 'w')
  await file.write(npyHeaderBytes([side, side], '<f4'))
  for (let y = 0; y < side; y++) {
    const start = random.integer(noise.length - side)
    const row = noise.slice(start, start + side)
    for (let star = 0; star < 3; star++) row[random.integer(side)] += 300 * random.uniform()
    await file.write(new Uint8Array(row.buffer, row.byteOffset, row.byteLength))
  }
  await file.close()
}

/** A hand that drags the image. */
async function drag(page: Page, from: { x: number; y: number }, by: { x: number; y: number }, steps: number) {
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(from.x + by.x, from.y + by.y, { steps })
  await page.mouse.up()
}

/** Pixels have not been asked for during so many milliseconds: what is in sight is there. */
const QUIET = 500

/** Resolves when the page asks for no more pixels. Its streams of events never end, so that the network is never idle. */
function settled(page: Page): Promise<void> {
  return new Promise(resolve => {
    let timer = setTimeout(resolve, QUIET)
    page.on('request', request => {
      if (!/^\/(pixels|thumbnail)\//.test(new URL(request.url()).pathname)) return
      clearTimeout(timer)
      timer = setTimeout(resolve, QUIET)
    })
  })
}

async function panAndZoom(page: Page): Promise<void> {
  const box = await page.locator('[data-panel]').boundingBox()
  if (!box) throw new Error('there is no panel')
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  await page.mouse.dblclick(middle.x, middle.y)
  for (let i = 0; i < 20; i++) await page.mouse.wheel(0, -90)
  for (const by of [
    { x: 240, y: 120 },
    { x: -300, y: 40 },
    { x: 60, y: -200 },
  ])
    await drag(page, middle, by, 30)
  for (let i = 0; i < 20; i++) await page.mouse.wheel(0, 90)
}

async function measureImage(browser: Browser, page: Page, url: URL): Promise<Row[]> {
  const rows: Row[] = []
  const measured = async (what: string, act: () => Promise<void>) =>
    rows.push({ what, ...(await measurePage(browser, page, act)) })
  await measured('open until all tiles are made', async () => {
    await page.goto(url.href)
    await page.locator('canvas').waitFor()
    await page.getByText('Preparing the large image').waitFor({ state: 'hidden', timeout: 120_000 })
    await settled(page)
  })
  await measured('pan and zoom, first time', () => panAndZoom(page))
  await settled(page)
  await measured('pan and zoom, again', () => panAndZoom(page))
  return rows
}

async function measureGrid(browser: Browser, page: Page, url: URL): Promise<Row[]> {
  await page.goto(url.href)
  const grid = page.getByRole('listbox')
  await grid.locator('img').first().waitFor()
  await settled(page)
  const box = await grid.boundingBox()
  if (!box) throw new Error('there is no grid')
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  const scroll = (direction: 1 | -1) => async () => {
    for (let i = 0; i < 120; i++) await page.mouse.wheel(0, direction * 220)
  }
  const down = await measurePage(browser, page, scroll(1))
  await settled(page)
  const up = await measurePage(browser, page, scroll(-1))
  return [
    { what: `scroll ${pairs} pairs, first time`, ...down },
    { what: 'and back', ...up },
  ]
}

/** Lenses of the first preset, as a user would simulate them. */
async function simulated(client: SubarcClient): Promise<string> {
  const [preset] = await client.simulate.presets()
  const { job, datasetId } = await client.simulate.start({
    name: 'Benchmark',
    simulation: preset.simulation,
    count: pairs,
    seed: 1,
  })
  for await (const { job: now } of await client.jobs.events({ id: job.id }))
    if (now.error) throw new Error(now.error.message)
  return datasetId
}

/** The core by the token in the address that the server printed. */
function clientOf(url: string): SubarcClient {
  const { origin, searchParams } = new URL(url)
  return createClient({
    origin,
    fetch: request => {
      request.headers.set('authorization', `Bearer ${searchParams.get('token')}`)
      return fetch(request)
    },
  })
}

const folder = await mkdtemp(join(tmpdir(), 'subarc-bench-'))
const app = await startApp(join(folder, 'workspace'), [folder])
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: CHROMIUM_FLAGS,
})
try {
  const path = join(folder, 'large.npy')
  await writeImage(path)
  const page = await browser.newPage({ viewport: { width: 800, height: 600 } })
  await page.goto(app.url)
  const at = (address: string) => new URL(address, page.url())
  await watchFromStart(page)
  const rows = await measureImage(browser, page, at(`/view?${new URLSearchParams({ file: path, own: '1' })}`))
  await page.setViewportSize({ width: 1440, height: 900 })
  rows.push(...(await measureGrid(browser, page, at(`/data/${await simulated(clientOf(app.url))}`))))
  report(rows)
} finally {
  await browser.close()
  await app.close()
  await rm(folder, { recursive: true })
}

function report(rows: readonly Row[]): void {
  const machine = `${cpus()[0]?.model}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, load ${loadavg()[0].toFixed(1)}`
  if (values.json) {
    console.log(JSON.stringify({ machine, node: process.versions.node, side, pairs, rows }, null, 2))
    return
  }
  console.log(`${machine}, Node ${process.versions.node}; image ${side} x ${side} float32\n`)
  console.table(
    Object.fromEntries(
      rows.map(({ what, ...row }) => [
        what,
        Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Math.round(value * 10) / 10])),
      ]),
    ),
  )
}
