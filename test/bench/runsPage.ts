import { type Browser, chromium, type Page } from 'playwright'
import { startApp } from '../e2e/app.ts'
import { CHROMIUM_FLAGS } from '../e2e/chromium.ts'
import { measurePresses, type PressMeasure } from './pressToPaint.ts'

export interface RunsPageMeasure {
  /** From the start of the program until it can be asked. */
  readonly startMs: number
  /** From then until the browser shows the first runs, its own loading of the page included. */
  readonly firstRunsMs: number
  readonly presses: readonly PressMeasure[]
}

const TIMES = 8

/** The page of runs of a large workspace in a real browser: how soon it is there, and how soon it answers a press. */
export async function measureRunsPage(workspace: string): Promise<RunsPageMeasure> {
  const began = performance.now()
  const app = await startApp(workspace)
  const startMs = performance.now() - began
  let browser: Browser | undefined
  try {
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: CHROMIUM_FLAGS,
    })
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    await page.context().request.get(app.url)
    const opened = performance.now()
    await page.goto(new URL('/runs', app.url).href)
    await page
      .getByRole('link', { name: /seed \d$/ })
      .first()
      .waitFor()
    const firstRunsMs = performance.now() - opened
    return { startMs, firstRunsMs, presses: await pressEverything(page) }
  } finally {
    await browser?.close()
    await app.close()
  }
}

async function pressEverything(page: Page): Promise<PressMeasure[]> {
  const heads = ['Validation PSNR', 'Validation SSIM', 'Duration', 'Network']
  const boxes = page.getByRole('checkbox', { name: /^Select .* seed/ })
  const measures: PressMeasure[] = []
  const measure = async (what: string, times: number, act: (time: number) => Promise<unknown>) => {
    measures.push(await measurePresses(page, what, times, act))
  }
  await measure('sort by a column', TIMES, time =>
    page
      .getByRole('columnheader', { name: heads[time % heads.length] })
      .getByRole('button')
      .click(),
  )
  await measure('select a run', TIMES, time => boxes.nth(time).click())
  await measure("open a run's menu and close it", TIMES, async time => {
    await page
      .getByRole('button', { name: /^What to do with/ })
      .nth(time)
      .click()
    await page.keyboard.press('Escape')
  })
  const filter = 'psnr > 31 and recipe = "quick"'
  await page.getByRole('combobox', { name: 'Filter' }).focus()
  await measure('write a letter of a filter', filter.length, time => page.keyboard.type(filter[time]))
  await page.keyboard.press('Escape')
  const search = 'quick 12'
  await page.getByLabel('Search', { exact: true }).focus()
  await measure('write a letter of a search', search.length, time => page.keyboard.type(search[time]))
  await page.getByLabel('Search', { exact: true }).fill('')
  await page.getByRole('region', { name: 'Runs' }).focus()
  await measure('go a page down', TIMES, () => page.keyboard.press('PageDown'))
  await page.getByRole('button', { name: 'Columns' }).click()
  const fields = page.getByRole('group', { name: 'Fields' }).getByRole('checkbox')
  await measure('show or hide a column', TIMES, time => fields.nth(time).click())
  return measures
}
