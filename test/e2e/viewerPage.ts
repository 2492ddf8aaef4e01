import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import react from '@vitejs/plugin-react'
import { test as base, expect, type Locator, type Page } from 'playwright/test'
import { PNG } from 'pngjs'
import { build } from 'vite'
import { colorTable } from '../../main/domain/colormap.ts'
import type { ViewState } from '../../renderer/viewer/viewState.ts'

/** The viewer alone on a page, with panels that a test makes. */

const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }

export const test = base.extend<object, { harness: string }>({
  harness: [
    // biome-ignore lint/correctness/noEmptyPattern: the test runner reads a fixture's needs from this pattern
    async ({}, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'subarc-viewer-'))
      await build({
        root: 'test/e2e/viewer',
        configFile: false,
        logLevel: 'error',
        plugins: [react()],
        build: { outDir: folder, emptyOutDir: true },
      })
      await use(folder)
      await rm(folder, { recursive: true })
    },
    { scope: 'worker' },
  ],
  page: async ({ page, harness }, use) => {
    await page.route('http://viewer.test/**', async route => {
      const path = new URL(route.request().url()).pathname
      const file = join(harness, path === '/' ? 'index.html' : path)
      await route.fulfill({
        body: await readFile(file),
        contentType: TYPES[extname(file)] ?? 'application/octet-stream',
      })
    })
    await page.goto('http://viewer.test/')
    await use(page)
  },
})

export { expect }

export interface Shown {
  panels: {
    id: string
    title: string
    scale?: number
    kind?: 'image' | 'residual' | 'ratio' | 'sigma' | 'mask' | 'composite'
    unit?: string
    image: { width: number; height: number }
    data: (number | null)[]
    /** Green and blue of a composite. */
    bands?: (number | null)[][]
    error?: (number | null)[]
    mask?: number[]
    /** Header cards with a WCS. */
    cards?: string[]
  }[]
  view?: Partial<ViewState>
  width?: number
  columns?: number
  toolbar?: boolean
  mode?: 'dark' | 'light'
}

export const show = (page: Page, shown: Shown) =>
  page.evaluate(s => (window as unknown as { show(shown: unknown): void }).show(s), shown as unknown)

/** The view as the viewer has it now. */
export const viewOf = (page: Page): Promise<ViewState> =>
  page.evaluate(() => (window as unknown as { view: ViewState }).view)

export const setView = (page: Page, changes: Partial<ViewState>) =>
  page.evaluate(c => (window as unknown as { setView(changes: unknown): void }).setView(c), changes as unknown)

/** The view in which a value from 0 to 255 is that entry of the grey colour table. */
export const GREY = { stretch: 'linear', rule: 'manual', low: 0, high: 256, colorMap: 'grey' } as const

/** Distinct values, none of which a wrong row, column or panel would give. */
export const pattern = (width: number, height: number, seed: number) =>
  Array.from({ length: width * height }, (_, i) => 20 + ((i * 37 + Math.floor(i / width) * 11 + seed) % 220))

export const panelOf = (page: Page, id: string) => page.locator(`[data-panel="${id}"]`)

export const pixels = async (panel: Locator): Promise<PNG> => PNG.sync.read(await panel.screenshot())

/** Drawing follows the change by a frame or two: the claim must become true, and soon. */
export const soon = (claim: () => Promise<void>) => expect(claim).toPass({ timeout: 5_000 })

/** In place of a value: beside the image. */
export const AROUND = -1

const GREYS = colorTable('grey')
export const greyOf = (value: number) => GREYS[3 * value]

/** Red, green and blue of a screen pixel. */
export const rgb = (png: PNG, x: number, y: number) => [...png.data.subarray((y * png.width + x) * 4).subarray(0, 3)]

export const grey = (png: PNG, x: number, y: number) => png.data[(y * png.width + x) * 4]

/** Every screen pixel whose colour is not that of the data pixel that should cover it, as text. */
export function wrongPixels(png: PNG, expected: (x: number, y: number) => number): string[] {
  const wrong: string[] = []
  for (let y = 0; y < png.height; y++) {
    for (let x = 0; x < png.width; x++) {
      const value = expected(x, y)
      const want = value === AROUND ? 7 : greyOf(value)
      if (Math.abs(grey(png, x, y) - want) > 1) wrong.push(`(${x}, ${y}): ${grey(png, x, y)}, not ${want}`)
    }
  }
  return wrong.slice(0, 5)
}
