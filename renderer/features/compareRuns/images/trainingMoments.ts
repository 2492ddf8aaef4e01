import type { RunDetail } from '../../../../main/contract/runs.ts'

type Preview = RunDetail['previews'][number]

/** Samples of which every run keeps previews, and the epochs of any. */
export function commonPreviews(runs: readonly { readonly previews: readonly Preview[] }[]): {
  readonly samples: number[]
  readonly epochs: number[]
} {
  const sets = runs.map(({ previews }) => new Set(previews.map(({ sample }) => sample)))
  const samples = [...(sets[0] ?? [])].filter(sample => sets.every(set => set.has(sample)))
  const epochs = [...new Set(runs.flatMap(({ previews }) => previews.map(({ epoch }) => epoch)))]
  return { samples: samples.sort((a, b) => a - b), epochs: epochs.sort((a, b) => a - b) }
}

/** The last preview of a sample up to an epoch; of a run that kept none so early, its first. */
export function previewAt(previews: readonly Preview[], sample: number, epoch: number): Preview | undefined {
  const own = previews.filter(preview => preview.sample === sample).toSorted((a, b) => a.step - b.step)
  return own.findLast(preview => preview.epoch <= epoch) ?? own[0]
}
