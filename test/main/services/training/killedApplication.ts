import { eventOf, openTestCore, simulateLenses, tinyTraining } from '../../../support/trainingCore.ts'

/** An application that trains until it is killed: tells its run's id once there is a checkpoint. */
const core = await openTestCore(process.argv[2])
const datasetId = await simulateLenses(core.client, 8)
const settings = { ...tinyTraining.settings, epochs: 10_000 }
const { job, runId } = await core.client.training.start({ ...tinyTraining, datasetId, settings })
await eventOf(core.client, job, ({ training }) => training?.type === 'validation' && training.epoch === 2)
process.send?.(runId)
