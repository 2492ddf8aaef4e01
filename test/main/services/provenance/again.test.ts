import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { collectChange } from '../../../../main/hosts/cli/fields.ts'
import { fullCommand, quoted } from '../../../../main/services/provenance/commands.ts'
import { findRun, saveRun } from '../../../../main/workspace/runs.ts'
import { openWorkspace } from '../../../../main/workspace/workspace.ts'
import {
  endOf,
  openTestCore,
  simulateLenses,
  type TestCore,
  temporaryFolder,
  tinyTraining,
} from '../../../support/trainingCore.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

const folder = temporaryFolder()
const path = join(folder.path, 'workspace')
let core: TestCore
let first: string
let second: string

beforeAll(async () => {
  core = await openTestCore(path)
  const datasetId = await simulateLenses(core.client, 16)
  await core.client.datasets.split({ id: datasetId, ratios: { train: 60, validation: 20, test: 20 }, seed: 1 })
  const training = await core.client.training.start({ ...tinyTraining, datasetId, name: 'Horseshoe' })
  first = training.runId
  await endOf(core.client, training.job)
  const again = await core.client.training.again({ runId: first })
  second = again.runId
  await endOf(core.client, again.job)
})
afterAll(async () => {
  await core.close()
  folder.remove()
})

describe('a run that is trained again', () => {
  it('has the configuration of the first and gives the same numbers and weights to the last bit', async () => {
    const [a, b] = await Promise.all([core.client.runs.get({ id: first }), core.client.runs.get({ id: second })])
    expect(b.name).toBe('Horseshoe, again')
    expect(b.config).toEqual({ ...a.config, name: b.name })
    const { repeats } = await core.client.provenance.get({ id: second })
    expect(repeats).toMatchObject({
      of: { id: first, name: 'Horseshoe' },
      verdict: 'same',
      weightsEqual: true,
      firstDifference: null,
      differences: [],
    })
    expect(repeats?.compared.validations).toBe(3)
    expect(repeats?.compared.steps).toBeGreaterThanOrEqual(3)
    const origin = await core.client.provenance.get({ id: first })
    expect(origin).toMatchObject({ repeats: null, repeatedBy: [{ id: second, name: b.name }] })
  })

  it('says what it was made by: code, packages, machine, threads, data', async () => {
    const { environment, datasetHash, splitHash } = await core.client.runs.get({ id: second })
    expect(environment).toMatchObject({ subarc: '1.2.3', 'onnxruntime-node': '1.30.0', threads: expect.any(Number) })
    expect([datasetHash, splitHash].every(hash => /^[0-9a-f]{64}$/.test(hash))).toBe(true)
  })

  it('says which numbers and which circumstances differed, where they did', async () => {
    await core.close()
    const workspace = openWorkspace(path)
    const { run } = findRun(workspace.db, second) ?? {}
    if (!run) throw new Error('the run is gone')
    saveRun(workspace.db, { ...run, environment: { ...run.environment, threads: 64 } })
    workspace.db.exec(`UPDATE run_validations SET psnr = psnr + 1 WHERE run_id = '${second}' AND epoch = 2`)
    workspace.close()
    core = await openTestCore(path)
    const { repeats } = await core.client.provenance.get({ id: second })
    expect(repeats?.verdict).toBe('different')
    expect(repeats?.firstDifference?.quantity).toBe('validation PSNR')
    expect(repeats?.differences).toEqual([
      { part: 'environment', name: 'threads', here: '64', there: String(run.environment.threads) },
    ])
  })

  it('can be trained again itself, under a name that says how often', async () => {
    const again = await core.client.training.again({ runId: second })
    await endOf(core.client, again.job)
    const run = await core.client.runs.get({ id: again.runId })
    expect([run.name, run.status]).toEqual(['Horseshoe, again (2)', 'done'])
  })
})

describe('the command that trains the same elsewhere', () => {
  it.skipIf(process.platform === 'win32')('survives a shell, whatever the name of the run', async () => {
    const name = `It's "the" $HOME; rm -rf * \\ run`
    const { config } = await core.client.runs.get({ id: first })
    await core.close()
    const workspace = openWorkspace(path)
    const { run } = findRun(workspace.db, first) ?? {}
    if (!run) throw new Error('the run is gone')
    const command = fullCommand({ ...run, config: { ...run.config, name } }) ?? ''
    workspace.close()
    core = await openTestCore(path)
    const { stdout } = spawnSync('sh', ['-c', command.replace(/^subarc/, `printf '%s\\0'`)], { encoding: 'utf8' })
    const [verb, datasetId, ...options] = stdout.split('\0')
    expect([verb, datasetId]).toEqual(['train', config?.datasetId])
    expect(options.slice(0, 6)).toEqual(['--recipe', config?.presetId, '--device', config?.device, '--name', name])
    const changes = options.slice(6).filter(word => word !== '--set' && word !== '')
    const values = changes.reduce<Record<string, unknown>>((before, word) => collectChange(word, before), {})
    expect(values).toEqual({ ...config?.network, ...config?.settings })
    expect(quoted('run-20260314-9f2c61')).toBe('run-20260314-9f2c61')
  })
})
