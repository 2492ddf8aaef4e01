import type { Sameness } from '../../contract/provenance.ts'
import type { StepPoint, ValidationPoint } from '../../workspace/runSeries.ts'
import type { RunRecord } from '../../workspace/runs.ts'
import { flatRecord } from '../runs/flatRecord.ts'

/** A run with the numbers that it left. */
export interface TracedRun {
  readonly run: RunRecord
  readonly steps: readonly StepPoint[]
  readonly validations: readonly ValidationPoint[]
  /** SHA-256 of the last checkpoint's tensors, without what the file says of itself; null where there is none. */
  readonly weightsHash: string | null
}

const stepQuantities = { loss: 'loss', gradientNorm: 'gradient norm', learningRate: 'learning rate' } as const
const validationQuantities = { mse: 'validation MSE', psnr: 'validation PSNR', ssim: 'validation SSIM' } as const

/** A run beside the one that it repeats: the numbers and weights that both have, and what was not the same for them. */
export function sameness(here: TracedRun, there: TracedRun): Sameness {
  const steps = inCommon(here.steps, there.steps)
  const validations = inCommon(here.validations, there.validations)
  const firstDifference = earliest(firstUnequal(steps, stepQuantities), firstUnequal(validations, validationQuantities))
  const weightsEqual = equalWeights(here, there)
  const open = [here.run, there.run].some(run => run.status !== 'done')
  const differs = firstDifference !== null || weightsEqual === false
  return {
    of: { id: there.run.id, name: there.run.name },
    verdict: differs ? 'different' : steps.length + validations.length === 0 ? 'incomparable' : open ? 'open' : 'same',
    compared: { steps: steps.length, validations: validations.length },
    weightsEqual,
    firstDifference,
    differences: differencesBetween(here.run, there.run),
  }
}

/** Steps are told ten times a second: two runs need not have kept the same ones. */
function inCommon<P extends { readonly step: number }>(here: readonly P[], there: readonly P[]): (readonly [P, P])[] {
  const byStep = new Map(there.map(point => [point.step, point]))
  return here.flatMap(point => {
    const other = byStep.get(point.step)
    return other ? [[point, other] as const] : []
  })
}

function firstUnequal<P extends { readonly step: number }, Q extends Readonly<Record<string, string>>>(
  pairs: readonly (readonly [P & Record<keyof Q, number>, P & Record<keyof Q, number>])[],
  quantities: Q,
): Sameness['firstDifference'] {
  for (const [here, there] of pairs) {
    for (const [key, quantity] of Object.entries(quantities)) {
      const values = { here: here[key as keyof Q], there: there[key as keyof Q] }
      if (!Object.is(values.here, values.there)) return { step: here.step, quantity, ...values }
    }
  }
  return null
}

function earliest(...found: readonly Sameness['firstDifference'][]): Sameness['firstDifference'] {
  return found.filter(difference => difference !== null).toSorted((a, b) => a.step - b.step)[0] ?? null
}

function equalWeights(here: TracedRun, there: TracedRun): boolean | null {
  if (here.weightsHash === null || there.weightsHash === null) return null
  const step = ({ run }: TracedRun) => run.checkpoints.find(checkpoint => checkpoint.which === 'last')?.step
  return step(here) === step(there) ? here.weightsHash === there.weightsHash : null
}

/** What differs of the settings, the data and the machine; names, notes and the time they took are their own. */
function differencesBetween(here: RunRecord, there: RunRecord): Sameness['differences'] {
  const { name: _, datasetId: __, ...hereSettings } = here.config
  const { name: ___, datasetId: ____, ...thereSettings } = there.config
  const data = (run: RunRecord) => ({ dataset: run.datasetHash, split: run.splitHash, ...run.data })
  return [
    ...unequal('settings', flatRecord(hereSettings), flatRecord(thereSettings)),
    ...unequal('data', flatRecord(data(here)), flatRecord(data(there))),
    ...unequal('environment', flatRecord(here.environment), flatRecord(there.environment)),
  ]
}

function unequal(
  part: Sameness['differences'][number]['part'],
  here: ReadonlyMap<string, string>,
  there: ReadonlyMap<string, string>,
): Sameness['differences'] {
  const names = [...new Set([...here.keys(), ...there.keys()])]
  return names
    .filter(name => here.get(name) !== there.get(name))
    .map(name => ({ part, name, here: here.get(name) ?? null, there: there.get(name) ?? null }))
}
