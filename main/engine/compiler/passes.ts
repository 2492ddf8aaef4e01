import type { Graph } from './graph.ts'
import { dropDead } from './passes/dropDead.ts'
import { findShuffles } from './passes/findShuffles.ts'
import { foldConstants } from './passes/foldConstants.ts'
import { fuseActivation, fuseBias } from './passes/fuse.ts'
import { fuseDots } from './passes/fuseDots.ts'
import { shareCommon } from './passes/shareCommon.ts'
import { sinkShuffles } from './passes/sinkShuffles.ts'

/** All passes over a recorded step, in the order in which they are run. */
const allPasses = {
  dropDead,
  foldConstants,
  shareCommon,
  findShuffles,
  sinkShuffles,
  fuseBias,
  fuseActivation,
  fuseDots,
} as const
export type PassName = keyof typeof allPasses
export const passNames = Object.keys(allPasses) as PassName[]

/** Runs the passes but those named. */
export function optimise(graph: Graph, without: readonly PassName[] = []): Graph {
  return passNames.filter(n => !without.includes(n)).reduce((g, name) => allPasses[name](g), graph)
}
