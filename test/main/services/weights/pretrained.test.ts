import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { pretrainedCardSchema } from '../../../../main/services/weights/card.ts'
import { failure } from '../../../support/core.ts'
import { endOf, openTestCore, type TestCore, temporaryFolder } from '../../../support/trainingCore.ts'

vi.setConfig({ testTimeout: 400_000, hookTimeout: 240_000 })

const resources = join(import.meta.dirname, '../../../../resources/weights')
const cards = readdirSync(resources)
  .filter(name => name.endsWith('.json'))
  .map(name => pretrainedCardSchema.parse(JSON.parse(readFileSync(join(resources, name), 'utf8'))))
const folder = temporaryFolder()
let core: TestCore
let client: TestCore['client']

beforeAll(async () => {
  core = await openTestCore(join(folder.path, 'workspace'))
  client = core.client
})
afterAll(async () => {
  await core.close()
  folder.remove()
})

/** What was wanted of them, dB on held-out pairs: over bicubic with the best affine fit, and over the best classical method. */
const WANTED = { affine: 4, classical: 2 }
const CLASSICAL = ['wiener', 'richardson-lucy', 'gaussian-denoise']

function gains(methods: readonly { readonly id: string; readonly psnr: number }[]) {
  const psnr = (id: string) => methods.find(method => method.id === id)?.psnr ?? Number.NaN
  const classical = Math.max(...CLASSICAL.map(psnr).filter(Number.isFinite))
  return { affine: psnr('network') - psnr('bicubic-affine'), classical: psnr('network') - classical }
}

describe('the networks that come with Subarc', () => {
  it('are one for HST-like and one for HSC-like lenses, small enough to come along', async () => {
    expect((await client.weights.pretrained()).map(({ id }) => id)).toEqual(['hsc-x2', 'hst-x2'])
    const sizes = readdirSync(resources).map(name => statSync(join(resources, name)).size)
    expect(sizes.reduce((a, b) => a + b, 0)).toBeLessThan(10e6)
  })

  it.each(cards)('$id: its card describes its file, its held-out scores and the real pair', card => {
    const bytes = readFileSync(join(resources, card.weights.file))
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(card.weights.sha256)
    const { train, validation, test, simulated } = card.data
    expect([train + validation + test, card.heldOut.images]).toEqual([simulated, test])
    expect(gains(card.heldOut.methods).affine).toBeGreaterThan(WANTED.affine)
    expect(gains(card.heldOut.methods).classical).toBeGreaterThan(WANTED.classical)
    expect(card.realPair?.methods.map(({ id }) => id)).toContain('network')
    expect(readFileSync(join(resources, `${card.id}.md`), 'utf8')).toContain(card.weights.sha256)
  })

  it('stand for one run each in a workspace, however often they are asked for', async () => {
    const runs = await Promise.all([1, 2, 3].map(() => client.weights.addPretrained({ id: 'hst-x2' })))
    expect(new Set(runs.map(({ id }) => id)).size).toBe(1)
    expect(runs[0]).toMatchObject({ status: 'done', origin: { kind: 'pretrained', name: 'hst-x2' }, datasetId: null })
    expect((await client.weights.pretrained()).find(({ id }) => id === 'hst-x2')?.runId).toBe(runs[0].id)
    await client.runs.remove({ id: runs[0].id })
    const again = await client.weights.addPretrained({ id: 'hst-x2' })
    expect(again.id).not.toBe(runs[0].id)
    const error = await failure(client.weights.addPretrained({ id: 'jwst-x9' }))
    expect(error.message).toMatch(/no pretrained network "jwst-x9"; there are: hsc-x2, hst-x2/)
  })

  it.each(cards)('$id: beats interpolation and classical methods on lenses simulated afresh', async card => {
    const presets = await client.simulate.presets()
    const preset = presets.find(({ id }) => id === card.recipe.simulation)
    expect(preset).toBeDefined()
    if (!preset) return
    const { job, datasetId } = await client.simulate.start({
      name: `Fresh, ${card.id}`,
      simulation: preset.simulation,
      count: 12,
      seed: 4242,
    })
    await endOf(client, job)
    const run = await client.weights.addPretrained({ id: card.id })
    const started = await client.evaluations.start({ runId: run.id, datasetId, side: 'train' })
    await endOf(client, started.job)
    const { methods, heldOut } = await client.evaluations.get({ id: started.evaluationId })
    expect(heldOut).toBe(true)
    const measured = gains(methods.map(({ id, whole }) => ({ id, psnr: whole.psnr.mean })))
    expect(measured.affine).toBeGreaterThan(WANTED.affine)
    expect(measured.classical).toBeGreaterThan(WANTED.classical)
  })
})
