import type { RecipeRequest } from '../../../../main/contract/groups.ts'
import { tinyTraining } from '../../../support/trainingCore.ts'

/** The two stages of DenoisedSISR with networks of a few hundred weights. */
export const tinyStages = (datasetId: string, epochs: number): Partial<RecipeRequest> & { datasetId: string } => ({
  datasetId,
  presetId: 'denoised-sisr-1',
  device: tinyTraining.device,
  name: 'Two stages',
  changes: { blocks: 1, channels: 4, batch: 4, epochs, validateEveryEpochs: 1, checkpointEverySeconds: 1 },
})
