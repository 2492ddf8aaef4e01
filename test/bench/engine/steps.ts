import type { Study } from '../networks.ts'
import type { Peer } from '../peer.ts'
import { alternate, type Effort, type RateRow, type Sides } from './rates.ts'

const CASES = [
  { kind: 'train', batch: 4 },
  { kind: 'train', batch: 10 },
  { kind: 'infer', batch: 1 },
  { kind: 'infer', batch: 4 },
  { kind: 'infer', batch: 10 },
] as const

const NAMES = { train: 'training step', infer: 'inference' }

/** The study's network, 75 -> 150 px: img/s of a training step and of inference. */
export async function measureSteps(sides: Sides, study: Study, effort: Effort): Promise<RateRow[]> {
  const rows: RateRow[] = []
  for (const [i, { kind, batch }] of CASES.entries()) {
    const repeats = kind === 'train' ? 1 : 4
    const measured = { kind, batch, network: study, pixels: study.pixels, repeats, firstWarmups: 2 }
    // What is left of the time is shared by the cases that are left.
    const share = performance.now() + (effort.until - performance.now()) / (CASES.length - i)
    rows.push(await alternate(sides, `${NAMES[kind]}, batch ${batch}`, batch, measured, { ...effort, until: share }))
  }
  return rows
}

/** Bytes at the peak of each process, after training steps of batch 10. */
export async function measureMemory({ ours, theirs }: Sides, study: Study): Promise<Record<string, number>> {
  const last = { kind: 'train', network: study, batch: 10, pixels: study.pixels, warmups: 0, repeats: 1 } as const
  const peak = async (peer: Peer) => [peer.name, (await peer.measure(last)).peakBytes] as const
  const peaks: (readonly [string, number])[] = []
  for (const peer of [...ours, ...theirs]) peaks.push(await peak(peer))
  return Object.fromEntries(peaks)
}
