import { expect, it, vi } from 'vitest'
import { endOf, openTestCore, simulateLenses, temporaryFolder, tinyTraining } from '../../support/trainingCore.ts'

vi.setConfig({ testTimeout: 3_600_000 })

it('every row of the study comes to its last stage in both forms, with tiny networks, and is scored', async () => {
  const folder = temporaryFolder()
  const core = await openTestCore(folder.path)
  try {
    const { client } = core
    const pairs = await simulateLenses(client, 20)
    const model = (await client.simulate.presets()).find(({ id }) => id === 'model-1-published')
    if (!model) throw new Error('The simulator has no preset of single images in classes.')
    const simulation = { ...model.simulation, hrPixels: 48, hrPixelScaleArcsec: 0.15 }
    const simulated = await client.simulate.start({ name: 'Classes', simulation, count: 30, seed: 1 })
    await endOf(client, simulated.job)
    await client.datasets.split({ id: simulated.datasetId })
    const { job, groupId } = await client.study.start({
      ...{ dataset1: pairs, dataset2: pairs, classes: simulated.datasetId, device: tinyTraining.device },
      changes: {
        ...{ blocks: 1, channels: 4, batch: 4, epochs: 2, validateEveryEpochs: 1 },
        ...{ 'discriminator.channels': 4, 'discriminator.layers': 2, discriminatorFirstEpochs: 1 },
      },
    })
    await endOf(client, job)
    const group = await client.groups.get({ id: groupId })
    expect(group.done).toBe(group.runs)
    expect((await client.study.table()).filter(row => row.run === null)).toEqual([])
  } finally {
    await core.close()
    folder.remove()
  }
})
