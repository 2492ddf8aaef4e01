import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Zippable, zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { datasetImageRef, evaluationImageRef, previewImageRef } from '../../../../main/contract/images.ts'
import { readZipDirectory, readZipEntry } from '../../../../main/formats/zip.ts'
import { failure } from '../../../support/core.ts'
import {
  endOf,
  openTestCore,
  settled,
  simulateLenses,
  type TestCore,
  temporaryFolder,
  tinyTraining,
} from '../../../support/trainingCore.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

const folder = temporaryFolder()
const archive = join(folder.path, 'run.subarc')
let origin: TestCore
let runId: string
let datasetId: string
let evaluationId: string

beforeAll(async () => {
  origin = await openTestCore(join(folder.path, 'origin'))
  datasetId = await simulateLenses(origin.client, 16)
  await origin.client.datasets.split({ id: datasetId, ratios: { train: 60, validation: 20, test: 20 }, seed: 1 })
  const training = await origin.client.training.start({ ...tinyTraining, datasetId, name: 'To be mailed' })
  runId = training.runId
  await endOf(origin.client, training.job)
  const evaluation = await origin.client.evaluations.start({ runId })
  evaluationId = evaluation.evaluationId
  await endOf(origin.client, evaluation.job)
  await origin.client.runs.update({ id: runId, notes: 'for a colleague', tags: ['mail'] })
  await origin.client.runArchive.export({ id: runId, file: archive })
})
afterAll(async () => {
  await origin.close()
  folder.remove()
})

let opened = 0
/** A core on a new, empty workspace, closed after its use. */
async function elsewhere<T>(use: (core: TestCore, path: string) => Promise<T>): Promise<T> {
  opened += 1
  const path = join(folder.path, `elsewhere-${opened}`)
  const core = await openTestCore(path)
  try {
    return await use(core, path)
  } finally {
    await core.close()
  }
}

async function bytesOf(core: TestCore, ref: string) {
  const response = await core.fetch(new Request(`http://subarc/${ref}`))
  expect(response.status, ref).toBe(200)
  return Buffer.from(await response.arrayBuffer())
}

describe('a run as one file', () => {
  it('is the same run in another workspace: settings, numbers, weights, previews, evaluation, dataset', async () => {
    await elsewhere(async core => {
      expect(await core.client.runArchive.import({ file: archive })).toEqual({
        runId,
        name: 'To be mailed',
        datasetId,
        dataset: 'added',
        evaluations: 1,
      })
      const [here, there] = await Promise.all([core, origin].map(({ client }) => client.runs.get({ id: runId })))
      expect(here).toEqual({ ...there, jobId: null })
      const [series, original] = await Promise.all(
        [core, origin].map(({ client }) => client.runs.series({ id: runId })),
      )
      expect(series).toEqual(original)
      const evaluations = [core, origin].map(({ client }) => client.evaluations.get({ id: evaluationId }))
      const [scores, originalScores] = await Promise.all(evaluations)
      expect(scores).toEqual(originalScores)
      const [{ sample }] = scores.samples
      const [preview] = here.previews
      for (const ref of [
        `pixels/${previewImageRef(runId, preview.step, preview.sample)}`,
        `pixels/${evaluationImageRef(evaluationId, sample, 'network')}`,
        `pixels/${evaluationImageRef(evaluationId, sample, 'residual')}`,
        `pixels/${datasetImageRef(datasetId, 3, 'hr')}`,
        `download/weights/${runId}/best`,
      ]) {
        expect((await bytesOf(core, ref)).equals(await bytesOf(origin, ref)), ref).toBe(true)
      }
    })
  })

  it('goes on there: it is trained again to the same numbers and evaluated anew', async () => {
    await elsewhere(async ({ client }) => {
      await client.runArchive.import({ file: archive })
      const again = await client.training.again({ runId })
      await endOf(client, again.job)
      const { repeats } = await client.provenance.get({ id: again.runId })
      expect(repeats).toMatchObject({ verdict: 'same', weightsEqual: true })
      const { job, evaluationId: anew } = await client.evaluations.start({ runId })
      await endOf(client, job)
      const [a, b] = await Promise.all([evaluationId, anew].map(id => client.evaluations.get({ id })))
      expect(b.methods).toEqual(a.methods)
    })
  })

  it('uses a dataset with the same content, and is not taken twice', async () => {
    const error = await failure(origin.client.runArchive.import({ file: archive }))
    expect(error).toMatchObject({ code: 'conflict', message: expect.stringContaining('in this workspace already') })
    await elsewhere(async core => {
      const light = join(folder.path, 'light.subarc')
      const { files } = await origin.client.runArchive.export({ id: runId, file: light, withDataset: false })
      expect(files).toBeGreaterThan(5)
      expect(await core.client.runArchive.import({ file: light })).toMatchObject({ dataset: 'left-out' })
      expect((await core.client.runs.get({ id: runId })).name).toBe('To be mailed')
      expect(await failure(core.client.datasets.get({ id: datasetId }))).toMatchObject({ code: 'not-found' })
    })
    await elsewhere(async core => {
      // The same simulation elsewhere has another id and the same content.
      const own = await simulateLenses(core.client, 16)
      await core.client.datasets.split({ id: own, ratios: { train: 60, validation: 20, test: 20 }, seed: 1 })
      const taken = await core.client.runArchive.import({ file: archive })
      expect(taken).toMatchObject({ dataset: 'found', datasetId: own })
      expect((await core.client.runs.get({ id: runId })).datasetId).toBe(own)
      expect((await core.client.datasets.list()).length).toBe(1)
    })
  })

  it('is taken from what was dropped on a page of a browser', async () => {
    await elsewhere(async core => {
      const { id } = await core.client.datasets.beginUpload()
      const body = new Uint8Array(readFileSync(archive))
      const sent = await core.fetch(new Request(`http://subarc/upload/${id}/run.subarc`, { method: 'POST', body }))
      expect(sent.status).toBe(204)
      expect(await core.client.runArchive.import({ upload: id })).toMatchObject({ runId })
    })
  })
})

/** The archive with some members changed, added or (null) left out, as somebody with ill will would write it. */
function tampered(changes: Readonly<Record<string, Uint8Array | null>>, level: 0 | 9 = 0): string {
  const bytes = readFileSync(archive)
  const members: Zippable = {}
  for (const entry of readZipDirectory(bytes)) members[entry.name] = [readZipEntry(bytes, entry), { level }]
  for (const [name, content] of Object.entries(changes)) {
    if (content === null) delete members[name]
    else members[name] = [content, { level }]
  }
  const file = join(folder.path, 'tampered.subarc')
  writeFileSync(file, zipSync(members))
  return file
}

function manifest(change: (manifest: Record<string, never>) => unknown): Uint8Array {
  const bytes = readFileSync(archive)
  const entry = readZipDirectory(bytes).find(({ name }) => name === 'manifest.json')
  if (!entry) throw new Error('no manifest')
  return Buffer.from(JSON.stringify(change(JSON.parse(Buffer.from(readZipEntry(bytes, entry)).toString()))))
}

const text = (value: string) => Buffer.from(value)
const withFile = (path: string) =>
  manifest(m => ({
    ...m,
    files: [
      ...(m.files as object[]),
      { path, bytes: 0, sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' },
    ],
  }))
const empty = new Uint8Array(0)

describe('a file that is damaged or was made to harm', () => {
  it.each([
    [
      'leaves its folder',
      'no harmless name',
      () => tampered({ 'manifest.json': withFile('run/../../evil'), 'run/../../evil': empty }),
    ],
    [
      'has a path from the root',
      'no harmless name',
      () => tampered({ 'manifest.json': withFile('/etc/evil'), '/etc/evil': empty }),
    ],
    [
      'has a path of Windows',
      'no harmless name',
      () => tampered({ 'manifest.json': withFile('run\\..\\evil'), 'run\\..\\evil': empty }),
    ],
    [
      'belongs to nothing',
      'belongs to nothing',
      () => tampered({ 'manifest.json': withFile('elsewhere/x'), 'elsewhere/x': empty }),
    ],
    [
      'is of an evaluation it does not have',
      'belongs to nothing',
      () => tampered({ 'manifest.json': withFile('evaluations/e-1/x'), 'evaluations/e-1/x': empty }),
    ],
    ['is not told of', 'not what it holds', () => tampered({ 'run/stowaway': empty })],
    ['is missing', 'not what it holds', () => tampered({ 'run/config.json': null })],
    ['has another content', 'another content', () => tampered({ 'run/config.json': text('{}') })],
    [
      'is a name in another case',
      'same name',
      () => tampered({ 'manifest.json': withFile('run/Config.json'), 'run/Config.json': empty }),
    ],
    ['swells on unpacking', 'swell', () => tampered({}, 9)],
    [
      'has an id that is a path',
      'no id',
      () => tampered({ 'manifest.json': manifest(m => ({ ...m, run: { ...(m.run as object), id: '../../x' } })) }),
    ],
    [
      'has no settings',
      'run.config',
      () => tampered({ 'manifest.json': manifest(m => ({ ...m, run: { ...(m.run as object), config: {} } })) }),
    ],
    [
      'has other weights',
      'weights',
      () =>
        tampered({
          'manifest.json': manifest(m => ({
            ...m,
            run: { ...(m.run as object), checkpoints: [{ which: 'best', step: 1, epoch: 1, sha256: 'x', bytes: 1 }] },
          })),
        }),
    ],
    ['has no manifest', 'no run of Subarc', () => tampered({ 'manifest.json': null })],
    [
      'is no archive',
      'archive is damaged',
      () => {
        writeFileSync(join(folder.path, 'no.subarc'), 'hello')
        return join(folder.path, 'no.subarc')
      },
    ],
    [
      'is cut short',
      'archive is damaged',
      () => {
        writeFileSync(join(folder.path, 'cut.subarc'), readFileSync(archive).subarray(0, -2000))
        return join(folder.path, 'cut.subarc')
      },
    ],
  ])('is refused whole where a part of it %s', async (_, why, make) => {
    const file = make()
    await elsewhere(async (core, path) => {
      const error = await failure(core.client.runArchive.import({ file }))
      expect(error).toMatchObject({ code: 'bad-input', message: expect.stringContaining(why) })
      expect((await core.client.runs.list({})).total).toBe(0)
      const left = ['runs', 'datasets', 'evaluations'].flatMap(name =>
        existsSync(join(path, name)) ? readdirSync(join(path, name)) : [],
      )
      expect(left).toEqual([])
      expect(existsSync(join(folder.path, 'evil'))).toBe(false)
    })
  })

  it('is told from one that was only packed again', async () => {
    const file = tampered({})
    await elsewhere(async core => expect(await core.client.runArchive.import({ file })).toMatchObject({ runId }))
  })

  it('is refused with a word on updating where a newer version wrote it', async () => {
    const file = tampered({ 'manifest.json': manifest(m => ({ ...m, version: 2 })) })
    await elsewhere(async core => {
      const error = await failure(core.client.runArchive.import({ file }))
      expect(error).toMatchObject({ code: 'unsupported', message: expect.stringContaining('Update Subarc') })
    })
  })
})

describe('an export of a run', () => {
  it('tells nothing of the folders of whoever made it', async () => {
    const bytes = readFileSync(archive)
    const entry = readZipDirectory(bytes).find(({ name }) => name === 'manifest.json')
    expect(entry && Buffer.from(readZipEntry(bytes, entry)).toString()).not.toContain(folder.path)
  })

  it('is not written over something else, nor of a run that trains', async () => {
    const other = await failure(origin.client.runArchive.export({ id: runId, file: join(folder.path, 'x.zip') }))
    expect(other).toMatchObject({ code: 'bad-input' })
    const { job, runId: live } = await origin.client.training.again({ runId })
    expect(await failure(origin.client.runArchive.export({ id: live }))).toMatchObject({ code: 'conflict' })
    await origin.client.jobs.stop({ id: job.id })
    await settled(origin.client, job)
  })
})
