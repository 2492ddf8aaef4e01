import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright/test'
import { expect } from './app.ts'

/** Screenshots are artefacts to look at: test-results/screens. */
export const shoot = (page: Page, name: string) => page.screenshot({ path: `test-results/screens/${name}.png` })

/** Animations under way; what never ends (a skeleton) left out. */
const underWay = (page: Page) =>
  page.evaluate(() =>
    document
      .getAnimations()
      .filter(({ playState, effect }) => playState === 'running' && effect?.getComputedTiming().endTime !== Infinity)
      .map(({ effect }) => (effect instanceof KeyframeEffect ? (effect.target?.outerHTML.slice(0, 120) ?? '') : '')),
  )

/**
 * Looks in the page itself: a page of its own for the summary, the default, takes twice as long, and Subarc has no frames.
 * Of what is right only one element a rule is told, which halves the time again.
 */
export const accessibilityOf = (page: Page) =>
  new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] })

/**
 * A fault that stays: a page that is still being put together may show one in passing. In a second theme only the
 * contrasts are another matter.
 */
export async function expectAccessible(page: Page, what: 'all' | 'contrast' = 'all'): Promise<void> {
  await expect(async () => {
    // What fades in or out has no contrast of its own yet.
    expect(await underWay(page)).toEqual([])
    const axe = accessibilityOf(page)
    if (what === 'contrast') axe.withRules(['color-contrast'])
    const { violations } = await axe.analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.target).join(', ')}`)).toEqual([])
  }).toPass({ timeout: 40_000 })
}

/** In the dark and in the light theme, with a screenshot of each; ends in the dark one. */
export async function expectAccessibleInBothThemes(page: Page, name: string): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await chooseTheme(page, theme)
    await expectAccessible(page, theme === 'light' ? 'all' : 'contrast')
    await shoot(page, `${name}-${theme}`)
  }
}

/** The button goes on to the next theme with each press. */
export async function chooseTheme(page: Page, wanted: 'dark' | 'light'): Promise<void> {
  const button = page.getByRole('button', { name: /^Theme: / })
  const next = page.getByRole('button', { name: `Theme: ${wanted}` })
  for (let press = 0; press < 3 && !(await next.isVisible()); press++) await button.click()
  await expect(next).toBeVisible()
  // The button's tip goes when the pointer does.
  await page.mouse.move(300, 8)
  await expect(page.getByRole('tooltip')).toHaveCount(0)
}

export async function importFolder(page: Page, folder: string): Promise<void> {
  await page.goto(new URL('/data/import', page.url()).href)
  await page.getByLabel('Folder', { exact: true }).fill(folder)
  await page.getByRole('button', { name: 'Open folder' }).click()
  await page.getByRole('button', { name: 'Look at this folder' }).click()
  await expect(page.getByText('What was found')).toBeVisible()
  await page.getByRole('button', { name: /^Import \d/ }).click()
  await page.waitForURL(/\/data\/(?!import)[^/]+$/)
}
