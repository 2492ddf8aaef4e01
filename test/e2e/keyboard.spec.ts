import { expect } from './app.ts'
import { testWithTraining as test } from './comparableRuns.ts'

test('a dialog gives the focus back to what opened it', async ({ subarc: page, trained: { app } }) => {
  const expectGivenBack = async (button: string, ...choices: string[]) => {
    const opener = page.getByRole('button', { name: button, exact: true }).first()
    await opener.focus()
    await page.keyboard.press('Enter')
    for (const choice of choices) {
      await page.getByRole('menuitem', { name: choice }).focus()
      await page.keyboard.press('Enter')
    }
    await expect(page.getByRole('dialog')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(opener).toBeFocused()
  }
  await page.goto(new URL('/data', app.url).href)
  await page.getByRole('link', { name: 'Small lenses' }).click()
  await expectGivenBack('More about this dataset', 'Rename ...')
  await expectGivenBack('More about this dataset', 'Delete ...')
  await page.goto(new URL('/runs', app.url).href)
  await expectGivenBack('Views', 'Save this view ...')
  await expectGivenBack('Columns')
  await expectGivenBack('How filters are written')
  await page.goto(new URL('/diagnostics', app.url).href)
  await expectGivenBack('Copy for a bug report ...')
  const search = page.getByRole('button', { name: /Page, dataset or run/ })
  await search.focus()
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox', { name: /Page, dataset or run/ })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(search).toBeFocused()
})

test('nothing moves for who asked the system for less motion', async ({ subarc: page, trained: { app } }) => {
  // A core that does not answer: what waits for it pulses and runs.
  await page.route('**/rpc/datasets/list**', () => undefined)
  const moving = () =>
    page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === 'running').length)
  const slow = () =>
    page.evaluate(
      () =>
        [...document.querySelectorAll('*')].filter(element =>
          getComputedStyle(element)
            .transitionDuration.split(', ')
            .some(duration => Number.parseFloat(duration) > 0.001),
        ).length,
    )
  await page.goto(new URL('/data', app.url).href)
  await expect(page.locator('main .MuiSkeleton-root').first()).toBeVisible()
  expect({ moving: await moving(), slow: await slow() }).toEqual({ moving: 0, slow: 0 })
  // The same page moves for everybody else.
  await page.emulateMedia({ reducedMotion: 'no-preference' })
  expect(await moving()).toBeGreaterThan(0)
  expect(await slow()).toBeGreaterThan(0)
})
