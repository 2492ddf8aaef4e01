import { describe, expect, it } from 'vitest'
import { networkChangesSchema, networkSchema } from '../../../../main/contract/networks.ts'
import { trainingRequestSchema, trainingSettingsSchema } from '../../../../main/contract/training.ts'
import { NETWORK_FIELDS, networkFields, SETTING_FIELDS } from '../../../../renderer/features/train/fields.ts'
import {
  draftIsUsable,
  emptyDraft,
  trainingRequest,
  withKind,
  withPreset,
} from '../../../../renderer/features/train/request.ts'

describe('the request of a training', () => {
  it('names only what was chosen or changed; the rest is the recipe', () => {
    expect(trainingRequest(emptyDraft('d1'))).toEqual({ datasetId: 'd1', presetId: 'quick', network: {}, settings: {} })
    const draft = {
      ...emptyDraft('d1'),
      name: ' deep ',
      device: 'onnx:cpu',
      changes: { blocks: 10, epochs: 5, augmentSymmetries: false, loss: 'l1' },
      schedule: { kind: 'constant' as const },
    }
    const request = trainingRequest(draft)
    expect(request).toEqual({
      datasetId: 'd1',
      presetId: 'quick',
      name: 'deep',
      device: 'onnx:cpu',
      network: { blocks: 10 },
      settings: { epochs: 5, augmentSymmetries: false, loss: 'l1', schedule: { kind: 'constant' } },
    })
    expect(trainingRequestSchema.safeParse(request).success).toBe(true)
  })

  it('is not made without a dataset, nor started with a number that makes no sense', () => {
    expect(trainingRequest(emptyDraft(null))).toBeNull()
    for (const changes of [
      { epochs: Number.NaN },
      { epochs: 0 },
      { batchSize: 1.5 },
      { learningRate: 2 },
      { seed: null },
    ]) {
      const draft = { ...emptyDraft('d1'), changes }
      expect(draftIsUsable(draft), JSON.stringify(changes)).toBe(false)
      expect(trainingRequest(draft)?.settings).toEqual({})
    }
    expect(draftIsUsable({ ...emptyDraft('d1'), changes: { earlyStopPatience: null } })).toBe(true)
  })
})

describe('another network', () => {
  const changed = { ...emptyDraft('d1'), changes: { kind: 'rcan', groups: 4, blocks: 2, epochs: 5 } }

  it('is asked for by its kind, and begins from its own values', () => {
    expect(trainingRequest(changed)?.network).toEqual({ kind: 'rcan', groups: 4, blocks: 2 })
    expect(trainingRequest(withKind(changed, 'edsr'))).toMatchObject({
      network: { kind: 'edsr' },
      settings: { epochs: 5 },
    })
  })

  it('comes with another recipe, while the changes of the training stay', () => {
    const request = trainingRequest(withPreset(changed, 'best'))
    expect(request).toMatchObject({ presetId: 'best', network: {}, settings: { epochs: 5 } })
  })
})

describe('all settings', () => {
  it('show every field of the configuration, and of a network those that it has', () => {
    for (const option of networkSchema.options) {
      const [kind] = option.shape.kind.values
      const shown = networkFields(kind).map(field => field.key)
      expect(shown.sort()).toEqual(Object.keys(option.shape).sort())
    }
    const settings = Object.keys(trainingSettingsSchema.shape).filter(key => key !== 'schedule')
    expect(NETWORK_FIELDS.map(field => field.key).sort()).toEqual(Object.keys(networkChangesSchema.shape).sort())
    expect(SETTING_FIELDS.map(field => field.key).sort()).toEqual(settings.sort())
  })
})
