import { join } from 'node:path'
import { endOf, openTestCore, simulateLenses, type TestCore, tinyTraining } from './trainingCore.ts'

export interface TrainedWorkspace {
  readonly core: TestCore
  readonly datasetId: string
  /** Two runs with different networks, both scored on the held-out images. */
  readonly runs: readonly [string, string]
}

/** A name with what can become markup, a formula or a command somewhere. */
export const ODD_NAME = `=Wide & "odd" <b>run</b>, 100 % of $x_1$ \\textbf{it} #~^`

/** A workspace with a small simulated dataset, two tiny trainings and their evaluations. */
export async function trainedWorkspace(folder: string): Promise<TrainedWorkspace> {
  const core = await openTestCore(join(folder, 'workspace'))
  const { client } = core
  const datasetId = await simulateLenses(client, 20)
  await client.datasets.split({ id: datasetId, ratios: { train: 50, validation: 20, test: 30 }, seed: 1 })
  const train = async (name: string, seed: number): Promise<string> => {
    const settings = { ...tinyTraining.settings, seed }
    const { job, runId } = await client.training.start({ ...tinyTraining, settings, datasetId, name })
    await endOf(client, job)
    const evaluation = await client.evaluations.start({ runId })
    await endOf(client, evaluation.job)
    return runId
  }
  return { core, datasetId, runs: [await train('Plain', 0), await train(ODD_NAME, 7)] }
}
