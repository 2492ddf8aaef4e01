import type { TrainingConfig } from '../../contract/training.ts'

/** Trains the same again, in the run's own workspace. */
export const againCommand = (runId: string): string => `subarc train --again ${runId}`

/** Trains the same anywhere: all that the configuration says, on a dataset with the same content and split. */
export function fullCommand(config: TrainingConfig): string {
  const { datasetId, presetId, name, device, network, settings } = config
  return [
    'subarc train',
    quoted(datasetId),
    `--preset ${quoted(presetId)}`,
    `--device ${quoted(device)}`,
    `--name ${quoted(name)}`,
    `--set ${quoted(JSON.stringify({ network, settings }))}`,
  ].join(' ')
}

/** A word of a POSIX shell's command line, with nothing in it that the shell would act upon. */
export function quoted(word: string): string {
  return /^[\w./:@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
