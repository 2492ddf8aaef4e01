import { trainablePart } from '../../contract/networks.ts'
import type { RunRecord } from '../../workspace/runs.ts'
import { runConfig } from '../runs/present.ts'

/** Trains the same again, in the run's own workspace; null for a network that was not trained in one. */
export const againCommand = ({ id, origin }: RunRecord): string | null =>
  origin === null ? `subarc train --again ${id}` : null

/**
 * Trains the same anywhere: all that the configuration says, on a dataset with the same content and split. Null where the run began
 * from the weights of others, which are not everywhere.
 */
export function fullCommand(run: RunRecord): string | null {
  const { datasetId, presetId, name, device, task, network, settings } = runConfig(run)
  if (datasetId === null || settings === null || run.parents.length > 0 || task === 'adversarial') return null
  if (network.kind === 'onnx') return null
  const values = Object.entries({ ...trainablePart(network), ...settings }).filter(([, value]) => value !== undefined)
  return [
    `subarc train ${quoted(datasetId)}`,
    `--recipe ${quoted(presetId)}`,
    `--device ${quoted(device)}`,
    `--name ${quoted(name)}`,
    ...values.map(([field, value]) => `--set ${quoted(`${field}=${valueText(value)}`)}`),
  ].join(' ')
}

const valueText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** A word of a POSIX shell's command line, with nothing in it that the shell would act upon. */
export function quoted(word: string): string {
  return /^[\w./:@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
