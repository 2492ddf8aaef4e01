import { describe, expect, it } from 'vitest'
import { type TrainingConfig, trainingRequestSchema } from '../../../../main/contract/training.ts'
import { presets } from '../../../../main/services/training/presets.ts'
import { againDraft } from '../../../../renderer/features/train/againDraft.ts'
import { trainingRequest } from '../../../../renderer/features/train/request.ts'

const [{ id: presetId, network, settings }] = presets
const base: TrainingConfig = { datasetId: 'ds-1', presetId, name: 'Base', device: 'onnx:cpu', network, settings }

describe('the form of a run that is run again with changes', () => {
  it('counts as changed only what its preset would not give', () => {
    const config = { ...base, network: { ...network, blocks: 9 }, settings: { ...settings, seed: 7 } }
    const draft = againDraft(config, base)
    expect(draft).toMatchObject({ datasetId: 'ds-1', presetId, device: 'onnx:cpu', schedule: null })
    expect(draft.changes).toEqual({ blocks: 9, seed: 7 })
  })

  it('makes the request that the run was started with, also where its preset is no more', () => {
    const request = trainingRequest(againDraft(base, undefined))
    expect(trainingRequestSchema.parse(request)).toMatchObject({ network, settings })
  })
})
