import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { expect, test } from './app.ts'
import { expectAccessible, shoot } from './steps.ts'

const SIZES = [
  { width: 1024, height: 700 },
  { width: 1440, height: 900 },
  { width: 1920, height: 1080 },
]

interface RunLine {
  readonly id: string
  readonly name: string
  readonly status: string
  readonly best: { readonly psnr: number; readonly ssim: number } | null
}

interface Comparison {
  readonly config: { readonly different: readonly { readonly name: string; readonly values: readonly unknown[] }[] }
}

/** As the window shows it, dB. */
const psnr = ({ best }: RunLine): string => best?.psnr.toFixed(2) ?? ''

test('a new user simulates lenses, sweeps twelve runs, finds the best, knows why, and takes the report', async ({
  app,
  subarc: page,
}) => {
  test.setTimeout(1_800_000)
  const subarc = async <T>(...args: string[]): Promise<T> => {
    const all = ['main/hosts/cli/subarc.ts', ...args, '--json', '--workspace', app.workspace]
    return JSON.parse((await promisify(execFile)(process.execPath, all, { maxBuffer: 2 ** 26 })).stdout)
  }
  /** The page as it is, at three sizes and in both themes. */
  const lookedAt = async (name: string) => {
    for (const size of SIZES) {
      await page.setViewportSize(size)
      for (const colorScheme of ['dark', 'light'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await shoot(page, `new-user-${name}-${size.width}-${colorScheme}`)
      }
    }
    await page.setViewportSize({ width: 1440, height: 900 })
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await expectAccessible(page, colorScheme === 'light' ? 'all' : 'contrast')
    }
  }

  await test.step('the tour is put away, and the theme is that of the system', async () => {
    await page.getByRole('button', { name: 'Skip the tour' }).click()
    await page.goto(new URL('/settings', page.url()).href)
    await page.getByRole('button', { name: 'As the system' }).click()
    await expect(page.getByRole('button', { name: "Theme: the system's" })).toBeVisible()
    await lookedAt('settings')
  })

  await test.step('a dataset is simulated', async () => {
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Simulate' }).click()
    await page.getByLabel('Pairs', { exact: true }).fill('12')
    await lookedAt('simulate')
    await page.getByRole('button', { name: 'Make 12 pairs' }).click()
    await page.waitForURL(/\/data\/(?!import)[^/]+$/, { timeout: 120_000 })
    await lookedAt('dataset')
  })

  await test.step('twelve small runs over blocks, rate and seed are started with one form', async () => {
    await page.getByRole('link', { name: 'Train on it' }).click()
    await page.getByRole('button', { name: /All settings/ }).click()
    await page.getByLabel('Channels', { exact: true }).fill('4')
    await page.getByLabel('Epochs', { exact: true }).fill('1')
    await page.getByRole('button', { name: /Sweep: try several values/ }).click()
    for (const [number, field, values] of [
      [1, 'Residual blocks', '1, 2'],
      [2, 'Learning rate', '1e-2, 1e-4'],
    ] as const) {
      if (number > 1) await page.getByRole('button', { name: 'Add a field' }).click()
      await page.getByLabel(`Field ${number}`, { exact: true }).click()
      await page.getByRole('option', { name: field, exact: true }).click()
      await page.getByLabel(`Values of field ${number}`).fill(values)
    }
    await page.getByLabel('Seeds of each combination').fill('3')
    await expect(page.getByText('12 runs: 4 combinations, 3 seeds.')).toBeVisible()
    await lookedAt('sweep')
    await page.getByRole('button', { name: 'Start the sweep' }).click()
    await page.waitForURL(/\/groups\//)
    await expect(page.getByText('12 of 12 runs done')).toBeVisible({ timeout: 1_200_000 })
    await lookedAt('group')
  })

  const runs = await subarc<RunLine[]>('runs')
  const ordered = runs.toSorted((a, b) => (b.best?.psnr ?? 0) - (a.best?.psnr ?? 0))
  const best = ordered[0]
  const worst = ordered[ordered.length - 1]

  await test.step('the command line reads the same twelve runs beside the open window', async () => {
    expect(runs).toHaveLength(12)
    expect(runs.every(({ status }) => status === 'done')).toBe(true)
  })

  await test.step('the best stands first in the table that is ordered by PSNR', async () => {
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Runs' }).click()
    const table = page.getByRole('table').first()
    await expect(table.getByText(psnr(best)).first()).toBeVisible()
    await lookedAt('runs')
  })

  await test.step('why it is the best is told by what differs from the worst, as on the command line', async () => {
    for (const { name } of [best, worst])
      await page.getByRole('checkbox', { name: `Select ${name}`, exact: true }).check()
    await page.getByRole('group', { name: 'Selected runs' }).getByRole('link', { name: 'Compare' }).click()
    await page.getByRole('tab', { name: 'What differs' }).click()
    const { config } = await subarc<Comparison>('compare', best.id, worst.id)
    const names = config.different.map(({ name }) => name)
    // The sweep went over nothing else, so nothing else can be the reason.
    expect(['network.blocks', 'settings.learningRate', 'settings.seed']).toEqual(expect.arrayContaining(names))
    expect(names).not.toEqual(['settings.seed'])
    const settings = page.getByRole('region', { name: 'Settings that differ' })
    await expect(settings.getByRole('rowheader')).toHaveText(names)
    const compared = page.getByRole('region', { name: 'Runs that are compared' })
    for (const run of [best, worst]) {
      await expect(compared.getByRole('row').filter({ hasText: run.name })).toContainText(psnr(run))
    }
    await shoot(page, 'new-user-differences')
  })

  await test.step('the report of the best is one file, with the numbers that the command line gives', async () => {
    await page.goto(new URL(`/runs/${best.id}`, page.url()).href)
    await expect(page.getByText(psnr(best)).first()).toBeVisible()
    await lookedAt('run')
    await page.getByRole('button', { name: 'Report as HTML' }).click()
    const written = page.getByText(/\.html/).first()
    await expect(written).toBeVisible({ timeout: 120_000 })
    const path = /\S+\.html/.exec((await written.textContent()) ?? '')?.[0] ?? ''
    const html = await readFile(path, 'utf8')
    expect(html).toContain(psnr(best))
    // And read once more, when all is done.
    expect((await subarc<RunLine[]>('runs', '--where', `id = "${best.id}"`)).map(psnr)).toEqual([psnr(best)])
    expect(html).not.toMatch(/<script[^>]+src=|<link[^>]+href="http/)
  })
})
