import type { Study } from '../networks.ts'
import { alternate, type Effort, type RateRow, type Sides } from './rates.ts'

/** Where nothing else is said: fewer blocks than the study's, so that the longest series ends. */
const BLOCKS = 4
const BATCH = 4

interface Case extends Study {
  readonly name: string
  readonly batch: number
}

function series(study: Study): Case[] {
  const usual = { ...study, blocks: Math.min(study.blocks, BLOCKS), batch: BATCH }
  const isFull = study.channels === 64
  const sides = isFull ? [32, 64, 128, 256, 512] : [8, 16]
  const batches = isFull ? [1, 2, 4, 8, 16, 32] : [1, 2]
  const blocks = isFull ? [2, 4, 8, 16, 32] : [1, 2]
  return [
    ...batches.map(batch => ({ ...usual, name: `batch ${batch}`, batch })),
    // Alone in its batch: the largest would not fit into memory four times.
    ...sides.map(pixels => ({ ...usual, name: `${pixels} px a side, batch 1`, pixels, batch: 1 })),
    ...blocks.map(count => ({ ...usual, name: `${count} blocks`, blocks: count })),
  ]
}

/** img/s of training steps and of inference along one size after the other. */
export async function measureScaling(sides: Sides, study: Study, effort: Effort): Promise<RateRow[]> {
  const rows: RateRow[] = []
  for (const measured of series(study)) rows.push(...(await bothKinds(sides, measured, effort)))
  return rows
}

/** The same step by more and more threads, for which each time new peers are started. */
export async function measureThreads(
  counts: readonly number[],
  study: Study,
  start: (threads: number) => Promise<Sides>,
  effort: Effort,
): Promise<RateRow[]> {
  const rows: RateRow[] = []
  for (const threads of counts) {
    const sides = await start(threads)
    const measured = { ...study, name: `${threads} threads`, blocks: Math.min(study.blocks, BLOCKS), batch: BATCH }
    rows.push(...(await bothKinds(sides, measured, effort)))
    for (const peer of [...sides.ours, ...sides.theirs]) peer.close()
  }
  return rows
}

async function bothKinds(sides: Sides, { name, batch, pixels, ...network }: Case, effort: Effort): Promise<RateRow[]> {
  const rows: RateRow[] = []
  for (const kind of ['train', 'infer'] as const) {
    const measured = { kind, batch, pixels, network, repeats: 2, firstWarmups: 1 }
    rows.push(await alternate(sides, `${kind}, ${name}`, batch, measured, effort))
  }
  return rows
}

/** 1, 2, 4 ... up to the machine's processors. */
export function threadCounts(processors: number): number[] {
  const doubled = Array.from({ length: 7 }, (_, i) => 2 ** i).filter(n => n < processors)
  return [...doubled, processors]
}
