import type { Page } from 'playwright/test'
import type { SubarcClient } from '../../main/contract/client.ts'
import { simulateLenses, tinyTraining } from '../support/trainingCore.ts'
import { expect as impatient, test } from './app.ts'
import { clientOf, smallDataset } from './client.ts'
import { createCuttableProxy } from './cuttableProxy.ts'
import { expectAccessible, shoot } from './steps.ts'

// Trainings run beside the page all the while: what it shows may take its time.
const expect = impatient.configure({ timeout: 90_000 })

/** Long enough to be looked at, and not busy with checkpoints alone; each is stopped by the test. */
const endless = { ...tinyTraining, settings: { ...tinyTraining.settings, epochs: 50_000, validateEveryEpochs: 10 } }

async function untilRunning(client: SubarcClient, id: string): Promise<void> {
  for await (const { job } of await client.jobs.events({ id })) {
    if (job.status === 'running' && job.progress.done > 0) return
    if (job.endedAt !== null) throw new Error(`${job.title} is ${job.status}: ${job.error?.message}`)
  }
}

/** Its curves are there to be shown. */
async function untilValidated(client: SubarcClient, id: string): Promise<void> {
  for await (const { job, training } of await client.jobs.events({ id })) {
    if (training?.type === 'validation') return
    if (job.endedAt !== null) throw new Error(`${job.title} is ${job.status}: ${job.error?.message}`)
  }
}

async function inBothThemes(page: Page, name: string): Promise<void> {
  for (const scheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    await page.evaluate(mode => document.documentElement.setAttribute('data-theme', mode), scheme)
    await expectAccessible(page, scheme === 'dark' ? 'all' : 'contrast')
    await shoot(page, `${name}-${scheme}`)
  }
  await page.evaluate(() => document.documentElement.setAttribute('data-theme', 'dark'))
}

declare global {
  interface Window {
    notified: { title: string; body: string }[]
    asked: number
  }
}

test('a user orders, holds and lets go of what waits, sees what a job takes, and is told of its end', async ({
  app,
  subarc: page,
  context,
}) => {
  test.setTimeout(900_000)
  const client = clientOf(app.url)
  const datasetId = await smallDataset(client)
  const start = (name: string) => client.training.start({ ...endless, datasetId, name })
  const first = await start('First')
  await untilRunning(client, first.job.id)
  const waiting = [await start('Second'), await start('Third'), await start('Fourth')]
  await context.grantPermissions(['notifications'], { origin: new URL(app.url).origin })
  // What is shown on a desktop cannot be seen from here: it is written down when it is shown.
  await page.addInitScript(() => {
    window.notified = []
    window.asked = 0
    const Shown = window.Notification
    const ask = Shown.requestPermission.bind(Shown)
    window.Notification = class extends Shown {
      constructor(title: string, options: NotificationOptions = {}) {
        super(title, options)
        window.notified.push({ title, body: options.body ?? '' })
      }
      static override requestPermission() {
        window.asked += 1
        return ask()
      }
    }
  })
  await page.goto(new URL(`/runs/${first.runId}`, app.url).href)

  await test.step('the run says what it takes of the computer, and how long it will take', async () => {
    const progress = page.getByRole('group', { name: 'Progress of Train First' })
    await expect(progress).toContainText(/Takes processor \d+\.\d of \d+ cores, memory [\d.]+ MB/)
    await expect(progress).toContainText(/images\/s.* left/)
    // Judged while it stands still: curves that grow keep a busy machine from anything else.
    await client.jobs.pause({ id: first.job.id })
    await expect(progress).toContainText('Paused')
    await inBothThemes(page, 'run-live')
  })

  const panel = page.getByRole('dialog', { name: 'Jobs' })
  const order = () => panel.getByRole('list', { name: 'Jobs that wait' }).getByRole('listitem').allInnerTexts()
  const titles = async () => (await order()).map(text => text.replaceAll(/\s+/g, ' ').trim())

  await test.step('the queue shows what runs and what waits, in order', async () => {
    await page.getByRole('button', { name: 'Queue: 3' }).click()
    await expect(panel).toContainText(/Train First/)
    await expect(panel).toContainText(/Paused, .* steps.*Takes processor/)
    expect(await titles()).toEqual(['1 Train Second', '2 Train Third', '3 Train Fourth'])
    await inBothThemes(page, 'jobs-panel')
  })

  await test.step('what waits is moved by keys, held back and taken away', async () => {
    const up = panel.getByRole('button', { name: 'Move Train Fourth up' })
    await up.focus()
    await page.keyboard.press('Enter')
    await expect.poll(titles).toEqual(['1 Train Second', '2 Train Fourth', '3 Train Third'])
    await panel.getByRole('button', { name: 'Hold Train Second' }).click()
    await expect.poll(titles).toEqual(['1 Train Second (held)', '2 Train Fourth', '3 Train Third'])
    await panel.getByRole('button', { name: 'Take Train Third from the queue' }).click()
    await expect.poll(titles).toEqual(['1 Train Second (held)', '2 Train Fourth'])
    await panel.getByLabel('Start nothing more').click()
    await expect.poll(async () => (await client.jobs.queue()).held).toBe(true)
    await client.jobs.resume({ id: first.job.id })
  })

  await test.step('a notification is shown at the end of a job, once it was asked for', async () => {
    await panel.getByLabel('Notify me when a job ends').click()
    await expect(panel.getByLabel('Notify me when a job ends')).toBeChecked()
    // A job beside the queue, long enough to be seen before it ends by itself.
    await simulateLenses(client, 800)
    await expect
      .poll(() => page.evaluate(() => window.notified))
      .toEqual([{ title: 'Simulating Small lenses', body: 'It is done.' }])
    expect(await page.evaluate(() => window.asked)).toBe(0)
  })

  await test.step('a held queue starts nothing; let go, the next that is not held begins', async () => {
    await client.jobs.stop({ id: first.job.id })
    await expect(panel).toContainText('Nothing runs now.')
    expect((await client.jobs.list({ active: true })).map(job => job.title).toSorted()).toEqual([
      'Train Fourth',
      'Train Second',
    ])
    await panel.getByLabel('Start nothing more').click()
    await untilRunning(client, waiting[2].job.id)
    await expect.poll(titles).toEqual(['1 Train Second (held)'])
    for (const { job } of waiting) await client.jobs.stop({ id: job.id }).catch(() => undefined)
    await expect(panel).toContainText('Nothing runs now.')
  })
})

test('a page whose line to Subarc was cut rejoins at the last event and misses nothing', async ({ app, browser }) => {
  test.setTimeout(900_000)
  const client = clientOf(app.url)
  const datasetId = await smallDataset(client)
  const { job, runId } = await client.training.start({ ...endless, datasetId, name: 'Cut off' })
  await untilValidated(client, job.id)
  const proxy = await createCuttableProxy(app.url)
  const page = await browser.newPage()
  try {
    const token = new URL(app.url).search
    await page.goto(`${proxy.origin}/${token}`)
    const joined: number[] = []
    page.on('request', request => {
      if (request.url().endsWith('/rpc/jobs/events')) joined.push(JSON.parse(request.postData() ?? '{}').json.since)
    })
    // Opened while it stands still, since a training that takes all processors leaves the page little.
    await client.jobs.pause({ id: job.id })
    await page.goto(`${proxy.origin}/runs/${runId}`)
    await expect(page.getByRole('group', { name: 'Progress of Train Cut off' })).toContainText('Paused')
    const validated = async () => (await client.runs.series({ id: runId })).validation.step.length
    await page.getByRole('button', { name: 'Show as table: Validation PSNR' }).click()
    const rows = page.getByRole('region', { name: /^Validation PSNR/ }).getByRole('row')
    // What was kept is read once: rows that come after it come by events.
    const kept = await rows.count()
    await client.jobs.resume({ id: job.id })
    await expect.poll(() => rows.count()).toBeGreaterThan(kept)

    proxy.cut()
    await expect(page.getByText('No answer from the core. Trying again ...')).toBeVisible()
    const atCut = await validated()
    await expect.poll(validated, { timeout: 120_000 }).toBeGreaterThan(atCut + 2)
    await client.jobs.pause({ id: job.id })
    await expect.poll(async () => (await client.jobs.get({ id: job.id })).status).toBe('paused')

    proxy.mend()
    await expect(page.getByText('No answer from the core. Trying again ...')).toBeHidden({ timeout: 120_000 })
    await expect(page.getByRole('group', { name: 'Progress of Train Cut off' })).toContainText('Paused')
    expect(joined[0]).toBe(-1)
    await expect.poll(() => joined.at(-1), { timeout: 120_000 }).toBeGreaterThan(0)

    const { validation } = await client.runs.series({ id: runId })
    const most = 300
    await expect(rows).toHaveCount(Math.min(validation.step.length, most) + 1)
    await expect(rows.last()).toContainText(String(validation.step.at(-1)?.toLocaleString('en-US')))
  } finally {
    await page.close()
    proxy.close()
    await client.jobs.stop({ id: job.id })
  }
})
