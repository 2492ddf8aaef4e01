import { useQuery } from '@tanstack/react-query'
import type { ScoreMetric } from '../../../../main/contract/comparison.ts'
import { api } from '../../../app/api.ts'
import type { ComparedRun } from '../runLook.ts'
import type { Side } from './metricChoices.ts'

/** Scores of the same images, each run against the first. */
export const useScores = (runs: readonly ComparedRun[], side: Side, metric: ScoreMetric) =>
  useQuery(
    api.comparison.scores.queryOptions({
      input: { ids: runs.map(({ run }) => run.id), side, metric },
      placeholderData: old => old,
    }),
  )
