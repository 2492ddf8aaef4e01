import { createClient, type SubarcClient } from '../../main/contract/client.ts'
import { simulateLenses } from '../support/trainingCore.ts'

/** The core's calls over the web host, beside the page: for what a test prepares or measures. */
export function clientOf(url: string): SubarcClient {
  const { origin, searchParams } = new URL(url)
  const authorization = `Bearer ${searchParams.get('token')}`
  return createClient({
    origin,
    fetch: request => {
      request.headers.set('authorization', authorization)
      return fetch(request)
    },
  })
}

/** A small simulated dataset, split. */
export async function smallDataset(client: SubarcClient): Promise<string> {
  const datasetId = await simulateLenses(client, 16)
  await client.datasets.split({ id: datasetId, ratios: { train: 50, validation: 25, test: 25 }, seed: 1 })
  return datasetId
}
