import { eventOf, openTestCore, simulateLenses } from '../../../support/trainingCore.ts'
import { tinyStages } from './tinyRecipe.ts'

/** An application that trains a recipe of two stages until it is killed: tells the group's id in the midst of the second. */
const core = await openTestCore(process.argv[2])
const { client } = core
const datasetId = await simulateLenses(client, 10)
const request = tinyStages(datasetId, 2)
const { groupId } = await client.groups.startRecipe({
  ...request,
  changes: { ...request.changes, 'sr.epochs': 10_000, 'sr.earlyStopPatience': 10_000 },
})
for await (const job of await client.jobs.watch()) {
  if (job.kind !== 'train' || !job.title.endsWith(': sr')) continue
  await eventOf(client, job, ({ training }) => training?.type === 'validation' && training.epoch === 2)
  break
}
process.send?.(groupId)
