import { cpSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseNpy } from '../../../main/formats/npy.ts'
import type { Core } from '../../../main/services/core.ts'
import { openCore, temporaryFolder } from '../../support/core.ts'

const fixture = join(import.meta.dirname, '../../fixtures/workspaceFormat2')

let folder: ReturnType<typeof temporaryFolder>
let core: Core

beforeEach(async () => {
  folder = temporaryFolder('kept')
  const stacks = join(folder.path, 'datasets', 'ds-kept')
  mkdirSync(stacks, { recursive: true })
  for (const name of ['lr.npy', 'hr.npy']) cpSync(join(fixture, name), join(stacks, name))
  const db = new DatabaseSync(join(folder.path, 'subarc.db'))
  db.exec(readFileSync(join(fixture, 'subarc.sql'), 'utf8'))
  db.close()
  core = await openCore(folder.path)
})
afterEach(async () => {
  await core.close()
  folder.remove()
})

const nothing = { error: null, masked: 0, maskFrom: [], psf: null }
const none = { lr: 0, hr: 0 }

describe('a dataset of format 2, from before images had noise maps, masks and PSFs', () => {
  it('is opened with all that it had, and without what it had not', async () => {
    const dataset = await core.client.datasets.get({ id: 'ds-kept' })
    expect(dataset).toMatchObject({
      name: 'Kept from before',
      samples: 3,
      layout: 'study-simulated',
      hash: '5701a15b62663ed6b27fa7d7ffea3e0f59745c57657e53a29ed099307bcc1d61',
      peak: 1,
      split: { train: [0, 1], validation: [2] },
      kinds: [],
      qualityBits: null,
      planes: { error: none, masked: none, psf: none, maskedShare: none },
    })
    const { samples } = await core.client.datasets.samples({ id: 'ds-kept' })
    expect(samples[1]).toMatchObject({
      name: 'sample2',
      lrFile: '/data/LR/sample2.npy',
      lrStats: { max: 2.083141803741455, nonFinite: 0 },
      lrPlanes: nothing,
      hrPlanes: nothing,
    })
  })

  it('shows its images as they are packed, and can be split anew', async () => {
    const response = await core.fetch(new Request('http://subarc/pixels/dataset/ds-kept/1/hr'))
    const stack = parseNpy(readFileSync(join(fixture, 'hr.npy')))
    expect(new Float32Array(await response.arrayBuffer())).toEqual(stack.data.slice(256, 512))
    expect((await core.client.datasets.split({ id: 'ds-kept', seed: 4 })).train).toHaveLength(1)
    await core.close()
    core = await openCore(folder.path)
    expect((await core.client.datasets.get({ id: 'ds-kept' })).split?.seed).toBe(4)
  })
})
