import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { findChromium } from '../../../../main/services/reports/chromium.ts'
import { failure } from '../../../support/core.ts'
import { type TrainedWorkspace, trainedWorkspace } from '../../../support/trainedWorkspace.ts'
import { temporaryFolder } from '../../../support/trainingCore.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

const folder = temporaryFolder()
let made: TrainedWorkspace
beforeAll(async () => {
  made = await trainedWorkspace(folder.path)
})
afterAll(async () => {
  await made.core.close()
  folder.remove()
})
const out = (name: string) => join(folder.path, name)
const reports = () => made.core.client.reports

describe('a report', () => {
  it('of one run tells scores, images, curves, methods and provenance, and needs nothing beside itself', async () => {
    const [id] = made.runs
    const { file, format, bytes } = await reports().write({ runs: [id], format: 'html', file: out('one.html') })
    const page = readFileSync(file, 'utf8')
    expect([format, bytes]).toEqual(['html', Buffer.byteLength(page)])
    const run = await made.core.client.runs.get({ id })
    const [{ id: evaluationId }] = run.evaluations
    const { methods } = await made.core.client.evaluations.get({ id: evaluationId })
    for (const method of methods) expect(page).toContain(method.whole.psnr.mean.toFixed(2))
    for (const fact of [run.datasetHash, run.splitHash, ...run.checkpoints.map(c => c.sha256), `--again ${id}`]) {
      expect(page).toContain(fact)
    }
    expect(page.match(/<figcaption>(Best|Median|Worst) by PSNR/g)).toHaveLength(3)
    expect(page.match(/<svg /g)).toHaveLength(4)
    expect(page).not.toMatch(/<script|<link|<iframe|@import|url\(/)
    expect(
      [...page.matchAll(/(?:src|href)="([^"]*)"/g)].every(([, to]) => to.startsWith('data:image/png;base64,')),
    ).toBe(true)
    expect(page).toContain(`default-src 'none'`)
  })

  it('cites what was used and nothing else, each work once', async () => {
    const { file } = await reports().write({ runs: [...made.runs], format: 'html', file: out('cited.html') })
    const page = readFileSync(file, 'utf8').replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    const entries = [...page.matchAll(/@\w+\{(\w+),$/gm)].map(([, key]) => key)
    expect(new Set(entries).size).toBe(entries.length)
    const cited = [...page.matchAll(/\[((?:[a-z]+(?:\d{4})?)(?:, [a-z]+\d{4})*)\]/g)].flatMap(([, keys]) =>
      keys.split(', '),
    )
    expect(new Set(cited)).toEqual(new Set(entries))
    expect(entries).toEqual(expect.arrayContaining(['kingma2015', 'lim2017', 'wang2004', 'onnxruntime']))
    expect(entries).not.toContain('zhang2018')
  })

  it('of several says what is not the same and compares them image by image', async () => {
    const [a, b] = made.runs
    const { file } = await reports().write({ runs: [a, b], format: 'html', file: out('two.html') })
    const page = readFileSync(file, 'utf8')
    expect(page).toContain('<td>settings.seed</td><td>0</td><td>7</td>')
    expect(page).not.toContain('<b>run</b>')
    const [one, other] = await Promise.all(
      [a, b].map(async id => {
        const run = await made.core.client.runs.get({ id })
        const { images } = await made.core.client.evaluations.get({ id: run.evaluations[0].id })
        return images.filter(image => image.method === 'network')
      }),
    )
    const differences = other.map((image, at) => image.psnr - one[at].psnr)
    const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length
    expect(page).toContain(`${mean < 0 ? '' : '+'}${mean.toFixed(3)}`)
    expect(page).toContain(`${differences.filter(d => d > 0).length} of ${differences.length}`)
  })

  it('is downloaded by a name that cannot be guessed', async () => {
    const { ref, bytes } = await reports().write({ runs: [made.runs[0]], format: 'html' })
    const response = await made.core.fetch(new Request(`http://subarc/download/${ref}`))
    expect(response.headers.get('content-type')).toContain('text/html')
    expect((await response.arrayBuffer()).byteLength).toBe(bytes)
    const guessed = await made.core.fetch(new Request('http://subarc/download/written/000000000000000000000000'))
    expect(guessed.status).toBe(404)
  })

  it('refuses at once an unknown run, a run named twice, and a file of another kind', async () => {
    const [id] = made.runs
    expect(await failure(reports().write({ runs: ['run-none'], format: 'html' }))).toMatchObject({ code: 'not-found' })
    expect(await failure(reports().write({ runs: [id, id], format: 'html' }))).toMatchObject({ code: 'bad-input' })
    const wrong = reports().write({ runs: [id], format: 'pdf', file: out('x.html') })
    expect(await failure(wrong)).toMatchObject({ code: 'bad-input', message: expect.stringContaining('.pdf') })
  })
})

const noBrowser = findChromium() === undefined ? ' (skipped: no Chromium here)' : ''
const noPoppler = spawnSync('pdftotext', ['-v']).error === undefined ? '' : ' (skipped: there is no pdftotext)'
describe('a report as PDF', () => {
  it.skipIf(noBrowser !== '')(`is printed by an installed browser${noBrowser}`, async () => {
    const { file, format, reason } = await reports().write({
      runs: [...made.runs],
      format: 'pdf',
      file: out('two.pdf'),
    })
    expect([format, reason]).toEqual(['pdf', null])
    expect(readFileSync(file).subarray(0, 5).toString()).toBe('%PDF-')
    expect(readdirSync(folder.path).filter(name => name.startsWith('.'))).toEqual([])
  })

  it.skipIf(noBrowser !== '' || noPoppler !== '')(
    `has its words as text, on numbered pages${noBrowser}${noPoppler}`,
    async () => {
      const { file } = await reports().write({ runs: [made.runs[0]], format: 'pdf', file: out('text.pdf') })
      const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' })
      const pages = text.split('\f').length - 1
      expect(text).toContain('Plain')
      expect(text).toContain('Richardson-Lucy')
      expect(text).toContain('@article{wang2004')
      expect(text).toMatch(new RegExp(`1 of ${pages}`))
    },
  )

  it('is the page itself where nothing can print, with the reason', async () => {
    vi.stubEnv('CHROMIUM_PATH', out('no-such-browser'))
    try {
      const written = await reports().write({ runs: [made.runs[0]], format: 'pdf', file: out('no.pdf') })
      expect(written).toMatchObject({ format: 'html', file: out('no.html') })
      expect(written.reason).toMatch(/No Chromium.*print it from there/)
      expect(existsSync(out('no.pdf'))).toBe(false)
    } finally {
      vi.unstubAllEnvs()
    }
  })
})

const FORMATS = [
  ['csv', 'csv'],
  ['parquet', 'parquet'],
  ['latex', 'tex'],
  ['votable', 'vot'],
] as const
const KINDS = ['runs', 'scores', 'images', 'validations', 'steps'] as const

describe('tables of runs', () => {
  it('are written in every format, with as many rows', async () => {
    for (const what of KINDS) {
      const tables = await Promise.all(
        FORMATS.map(([format, ending]) =>
          reports().table({ runs: [...made.runs], what, format, file: join(folder.path, `${what}.${ending}`) }),
        ),
      )
      expect(new Set(tables.map(({ rows }) => rows)).size).toBe(1)
      expect(tables[0].rows).toBeGreaterThanOrEqual(2)
    }
    const csv = readFileSync(out('runs.csv'), 'utf8').split('\r\n')
    expect(csv[0]).toContain('settings.learningRate')
    expect(csv).toHaveLength(4)
  })
})

describe('runs in the files of other programs', () => {
  it('are written whole, and written anew without leaving the old', async () => {
    for (let again = 0; again < 2; again++) {
      for (const program of ['mlflow', 'tensorboard'] as const) {
        const written = await reports().exportTo({ runs: [...made.runs], program, folder: out(program) })
        expect(written).toEqual({ folder: out(program), runs: 2 })
      }
    }
    const [experiment] = readdirSync(out('mlflow'))
    const inside = readdirSync(join(out('mlflow'), experiment))
    expect(inside.filter(name => /^[0-9a-f]{32}$/.test(name))).toHaveLength(2)
    expect(readFileSync(join(out('mlflow'), experiment, 'meta.yaml'), 'utf8')).toContain(
      `experiment_id: "${experiment}"`,
    )
    const events = readdirSync(out('tensorboard')).map(name => readdirSync(join(out('tensorboard'), name)))
    expect(events.map(files => files.length)).toEqual([1, 1])
    expect(events.flat().every(name => name.startsWith('events.out.tfevents.'))).toBe(true)
  })
})
