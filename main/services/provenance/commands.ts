import { trainablePart } from '../../contract/networks.ts'
import type { RunRecord } from '../../workspace/runs.ts'
import { classifierConfig, isClassifier, runConfig } from '../runs/present.ts'

/** Trains the same again, in the run's own workspace; null for a network that was not trained in one. */
export function againCommand(run: RunRecord): string | null {
  return run.origin === null ? `subarc train --again ${run.id}` : null
}

function classifierCommand(run: RunRecord): string {
  const { datasetId, name, device, images, classifier, settings } = classifierConfig(run)
  return [
    `subarc train ${quoted(datasetId)}`,
    `--classifier ${classifier.kind} --channels ${classifier.channels} --images ${images}`,
    `--device ${quoted(device)}`,
    `--name ${quoted(name)}`,
    ...setOptions(settings),
  ].join(' ')
}

const setOptions = (fields: Readonly<Record<string, unknown>>): string[] =>
  Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([field, value]) => `--set ${quoted(`${field}=${valueText(value)}`)}`)

/**
 * Trains the same anywhere: all that the configuration says, on a dataset with the same content and split. Null where the run began
 * from the weights of others, which are not everywhere.
 */
export function fullCommand(run: RunRecord): string | null {
  if (isClassifier(run)) return classifierCommand(run)
  const { datasetId, presetId, name, device, task, network, settings } = runConfig(run)
  if (datasetId === null || settings === null || run.parents.length > 0 || task === 'adversarial') return null
  if (network.kind === 'onnx') return null
  return [
    `subarc train ${quoted(datasetId)}`,
    `--recipe ${quoted(presetId)}`,
    `--device ${quoted(device)}`,
    `--name ${quoted(name)}`,
    ...setOptions({ ...trainablePart(network), ...settings }),
  ].join(' ')
}

const valueText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** A word of a POSIX shell's command line, with nothing in it that the shell would act upon. */
export function quoted(word: string): string {
  return /^[\w./:@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
