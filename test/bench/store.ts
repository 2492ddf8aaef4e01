/**
 * `node test/bench/store.ts`: a workspace of 1,000 runs x 200 epochs x 10 numbers and 100,000 scores of images, and how
 * long the application takes to open it, to answer a page of the table, groups, curves and comparisons.
 * Then the page of runs in Chromium: how soon it is there, and how soon it answers a press (`--no-browser` leaves that out;
 * it needs `npm run build`). `--json` for machines; `--runs N --epochs N --scores N`; `--workspace FOLDER` uses (or makes
 * and keeps) that one.
 */
import { existsSync } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createCore } from '../../main/services/core.ts'
import { FULL, makeWorkspace } from './manyRuns.ts'
import { measureRunsPage, type RunsPageMeasure } from './runsPage.ts'

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    runs: { type: 'string', default: String(FULL.runs) },
    epochs: { type: 'string', default: String(FULL.epochs) },
    scores: { type: 'string', default: String(FULL.imageScores) },
    workspace: { type: 'string' },
    'no-browser': { type: 'boolean', default: false },
  },
})
const amounts = { runs: Number(values.runs), epochs: Number(values.epochs), imageScores: Number(values.scores) }
const folder = await mkdtemp(join(tmpdir(), 'subarc-bench-'))
const path = values.workspace ?? join(folder, 'workspace')

interface Row {
  readonly what: string
  /** The first time, when nothing is in memory. */
  readonly firstMs: number
  /** Of the times after it. */
  readonly medianMs: number
  readonly worstMs: number
  readonly limitMs: number | null
}

const REPEATS = 15

const elapsed = async (act: () => Promise<unknown>): Promise<number> => {
  const began = performance.now()
  await act()
  return performance.now() - began
}

/** `act` gets the number of the repeat, so that it can ask for something else each time. */
async function measure(what: string, limitMs: number | null, act: (repeat: number) => Promise<unknown>): Promise<Row> {
  const firstMs = await elapsed(() => act(0))
  const times: number[] = []
  for (let repeat = 1; repeat <= REPEATS; repeat++) times.push(await elapsed(() => act(repeat)))
  times.sort((a, b) => a - b)
  return { what, firstMs, medianMs: times[Math.floor(REPEATS / 2)], worstMs: times[REPEATS - 1], limitMs }
}

const open = () =>
  createCore({
    workspacePath: path,
    host: 'web',
    version: 'bench',
    launchEngine: () => {
      throw new Error('no engine in this benchmark')
    },
  })

try {
  const isThere = existsSync(join(path, 'subarc.db'))
  const madeMs = isThere ? null : await elapsed(async () => makeWorkspace(path, amounts))
  const opened = await elapsed(async () => (await open()).close())
  const core = await open()
  const { runTable, comparison } = core.client
  const columns = ['status', 'dataset', 'recipe', 'network.blocks', 'learningRate', 'psnr', 'psnr@last', 'loss@last']
  const orders = ['psnr', 'ssim@last', 'name', 'learningRate', 'duration', 'test.psnr', 'created', 'loss@last']
  const sorted = (repeat: number) => [{ field: orders[repeat % orders.length], descending: repeat % 2 === 0 }]
  const filter = (repeat: number) => `psnr > ${30 + repeat / 10} and recipe != "best" and device ~ "cpu"`
  let ids: string[] = []
  const firstPageMs = await elapsed(async () => {
    const { rows } = await runTable.rows({ where: 'test.psnr > 0', limit: 20 })
    ids = rows.map(({ run }) => run.id)
  })
  const rows: Row[] = [
    await measure('table: a page of 100, sorted', 50, n => runTable.rows({ columns, sort: sorted(n), offset: n * 20 })),
    await measure('table: filtered and sorted', 50, n => runTable.rows({ columns, where: filter(n), sort: sorted(n) })),
    await measure('table: a column at a step', 50, n =>
      runTable.rows({ columns: [...columns, `psnr@${500 * (n + 1)}`] }),
    ),
    await measure('table: groups by setup', 50, n =>
      runTable.groups({
        by: ['setup'],
        columns: ['psnr', 'test.psnr', 'duration'],
        sort: [{ field: orders[n % 2], descending: true }],
      }),
    ),
    await measure('table: fields for completion', 50, () => runTable.fields()),
    await measure('curves of 20 runs, loss', 100, n =>
      comparison.curves({ ids, curve: 'loss', points: 100 + n, axis: n % 2 === 0 ? 'step' : 'seconds' }),
    ),
    await measure('curves of 20 runs, PSNR', 100, n => comparison.curves({ ids, curve: 'psnr', points: 150 + n })),
    await measure('differences of 20 runs', null, () => comparison.differences({ ids })),
    await measure('scores of 20 runs, paired', null, () => comparison.scores({ ids })),
    await measure('evaluations, all', null, () => core.client.evaluations.list({})),
  ]
  await core.close()
  const { size } = await stat(join(path, 'subarc.db'))
  const page = values['no-browser'] ? null : await measureRunsPage(path)
  report({ madeMs, openMs: opened, firstPageMs, databaseMiB: size / 2 ** 20, rows, page })
} finally {
  await rm(folder, { recursive: true, force: true })
}

interface Result {
  readonly madeMs: number | null
  readonly openMs: number
  /** The first question to the table, which reads all runs. */
  readonly firstPageMs: number
  readonly databaseMiB: number
  readonly rows: readonly Row[]
  readonly page: RunsPageMeasure | null
}

function report(result: Result): void {
  const machine = `${cpus()[0]?.model}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, load ${loadavg()[0].toFixed(1)}`
  if (values.json) {
    console.log(JSON.stringify({ machine, node: process.versions.node, ...amounts, ...result }, null, 2))
    return
  }
  const { madeMs, openMs, firstPageMs, databaseMiB, rows, page } = result
  const made = madeMs === null ? '' : `, made in ${(madeMs / 1000).toFixed(1)} s`
  console.log(`${machine}, Node ${process.versions.node}`)
  console.log(`${amounts.runs} runs, database ${databaseMiB.toFixed(0)} MiB${made}, opened in ${openMs.toFixed(0)} ms,`)
  console.log(`its first page of runs in ${firstPageMs.toFixed(0)} ms\n`)
  const round = (value: number) => Math.round(value * 10) / 10
  console.table(
    Object.fromEntries(
      rows.map(({ what, firstMs, medianMs, worstMs, limitMs }) => [
        what,
        { 'first ms': round(firstMs), 'median ms': round(medianMs), 'worst ms': round(worstMs), 'limit ms': limitMs },
      ]),
    ),
  )
  if (page === null) return
  console.log(
    `\nThe program can be asked after ${page.startMs.toFixed(0)} ms, the page shows runs ${page.firstRunsMs.toFixed(0)} ms later.`,
  )
  console.log('From a press to the frame that shows what came of it, ms (0: under 16):')
  console.table(
    Object.fromEntries(
      page.presses.map(({ what, presses, medianMs, worstMs }) => [what, { presses, medianMs, worstMs }]),
    ),
  )
}
