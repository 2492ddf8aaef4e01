import type { Page } from 'playwright/test'
import { endOf, tinyTraining } from '../support/trainingCore.ts'
import { expect } from './app.ts'
import { clientOf } from './client.ts'
import { testWithTraining as test } from './comparableRuns.ts'
import { outOfReach, ZOOMED } from './reflow.ts'
import { shoot } from './steps.ts'

test.use(ZOOMED)

const LOADING = 'main :is([role=progressbar], .MuiSkeleton-root, [aria-busy=true])'

async function expectInReach(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  // The tour computes its lens on the spot.
  await expect(page.locator(LOADING).filter({ visible: true })).toHaveCount(0, { timeout: 60_000 })
  await shoot(page, `zoom-${name.replaceAll(/\W+/g, '-')}`)
  expect(await outOfReach(page), name).toEqual([])
}

test('at 200 % every page can be read and used without scrolling sideways', async ({
  subarc: page,
  trained: { app, ids },
}) => {
  const client = clientOf(app.url)
  const runId = ids[0] ?? ''
  const { datasetId } = await client.runs.get({ id: runId })
  const { job, applyId } = await client.apply.start({
    runId,
    source: { kind: 'dataset', id: datasetId ?? '', side: 'test' },
  })
  await endOf(client, job)
  const { items } = await client.apply.get({ id: applyId })
  const file = items[0]?.outputs.fits ?? ''
  const compared = `/compare/runs?ids=${ids.join(',')}`
  for (const path of [
    ...['/', '/start', '/view', `/view?${new URLSearchParams({ file })}`, '/data', '/data/import'],
    ...[`/data/${datasetId}`, `/data/${datasetId}?tab=About`, `/data/${datasetId}?sample=1`, '/simulate'],
    ...[
      `/train?dataset=${datasetId}`,
      '/runs',
      '/runs?group=recipe',
      '/runs?trash=1',
      '/runs/import',
      `/runs/${runId}`,
    ],
    ...[`/compare?run=${runId}`, '/compare/runs', compared],
    ...['differences', 'fields', 'scores', 'images', 'take'].map(tab => `${compared}&tab=${tab}`),
    ...['/apply', `/apply/${applyId}`, `/apply/${applyId}/0`, '/settings', '/diagnostics', '/nowhere'],
  ]) {
    await page.goto(new URL(path, app.url).href)
    await expectInReach(page, path)
  }
})

test('at 200 % the frame leaves most of the window to the page, also while a training runs', async ({
  subarc: page,
  trained: { app, ids },
}) => {
  const client = clientOf(app.url)
  const { datasetId } = await client.runs.get({ id: ids[0] ?? '' })
  const { job, runId } = await client.training.start({
    ...{ datasetId: datasetId ?? '', name: 'A training with a name that is as long as names are now and then' },
    ...tinyTraining,
    settings: { ...tinyTraining.settings, epochs: 100_000 },
  })
  await page.goto(new URL(`/runs/${runId}`, app.url).href)
  await expect(page.getByRole('button', { name: `Stop ${job.title}` })).toBeVisible()
  const main = await page.getByRole('main').boundingBox()
  expect((main?.height ?? 0) / ZOOMED.viewport.height).toBeGreaterThan(0.8)
  expect((main?.width ?? 0) / ZOOMED.viewport.width).toBeGreaterThan(0.8)
  await shoot(page, 'zoom-training')
  expect(await outOfReach(page)).toEqual([])
  await page.getByRole('button', { name: /^Queue/ }).click()
  await expect(page.getByRole('dialog', { name: 'Jobs' })).toBeVisible()
  expect(await outOfReach(page)).toEqual([])
  await client.jobs.stop({ id: job.id })
})

test('at 200 % what a page opens over itself is in reach', async ({ subarc: page, trained: { app, ids } }) => {
  const expectOpen = async (name: string) => {
    await expect(page.getByRole('dialog').last()).toBeVisible()
    await shoot(page, `zoom-${name}`)
    expect(await outOfReach(page), name).toEqual([])
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  }
  await page.goto(new URL('/runs', app.url).href)
  await expect(page.getByRole('link', { name: 'wider' })).toBeVisible()
  await page.keyboard.press('Control+k')
  await expectOpen('palette')
  await page.getByRole('button', { name: 'Columns' }).click()
  await expectOpen('columns')
  await page.getByRole('button', { name: 'How filters are written' }).click()
  await expectOpen('filters')
  await page.goto(new URL(`/compare?run=${ids[0]}`, app.url).href)
  for (const button of ['Histogram and limits', 'Pixels and their colours', 'Swipe, lens, difference', 'Figure']) {
    await page.getByRole('button', { name: button, exact: true }).click()
    await expectOpen(button)
  }
})
