import LinearProgress from '@mui/material/LinearProgress'
import Stack from '@mui/material/Stack'
import { skipToken, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api } from '../../../app/api.ts'
import { t } from '../../../text/t.ts'
import { Empty } from '../../../ui/Empty.tsx'
import { ErrorPanel } from '../../../ui/ErrorPanel.tsx'
import { Section } from '../../../ui/Section.tsx'
import { EvaluationCompare } from '../../compare/EvaluationCompare.tsx'
import { residualOf } from '../../compare/layers.ts'
import { usePut } from '../../compare/usePut.ts'
import { useOpenedView } from '../../savedViews/openedView.ts'
import type { ComparedRun } from '../runLook.ts'
import { SIDE_KEYS } from '../scores/metricChoices.ts'
import { useScores } from '../scores/useScores.ts'
import { TrainingImages } from './TrainingImages.tsx'

/** More panels at first would be stamps; all runs can be chosen. */
const MOST_AT_FIRST = 4

/** The same held-out image in every run, with its residuals, moved and stretched together; and through the trainings. */
export function ImagesTab({ runs }: { runs: readonly ComparedRun[] }) {
  const [query] = usePut()
  const opened = useOpenedView()
  const side = SIDE_KEYS.find(key => key === query.get('side')) ?? 'test'
  const scores = useScores(runs, side, 'psnr')
  const id = scores.data?.evaluationId ?? null
  const evaluation = useQuery(api.evaluations.get.queryOptions({ input: id === null ? skipToken : { id } }))
  const datasets = useQuery(api.datasets.list.queryOptions())
  const dataset = datasets.data?.find(one => one.id === scores.data?.datasetId)
  const others = useMemo(
    () =>
      (scores.data?.others ?? []).flatMap(({ evaluationId, runId }) => {
        const compared = runs.find(({ run }) => run.id === runId)
        return evaluationId !== null && compared ? [{ evaluationId, title: `${compared.letter} SR` }] : []
      }),
    [scores.data, runs],
  )
  const layers = useMemo(() => {
    const networks = ['network', ...others.slice(0, MOST_AT_FIRST - 1).map(one => `network@${one.evaluationId}`)]
    return ['lr', ...networks, 'hr', ...networks.map(residualOf)]
  }, [others])
  const error = scores.error ?? evaluation.error ?? datasets.error
  const isPending = scores.isPending || datasets.isPending || (id !== null && evaluation.isPending)
  return (
    <Stack sx={{ gap: 3 }}>
      {error && <ErrorPanel error={error} doing={t.compareRuns.openingTheImages} />}
      {isPending && <LinearProgress aria-label={t.compareRuns.openingTheImages} />}
      {!isPending && !error && (id === null || dataset === undefined) && (
        <Empty title={t.compareRuns.noImagesToCompare}>
          {scores.data?.problem ?? t.compareRuns.theDatasetOfTheseRunsIsGoneIts}
        </Empty>
      )}
      {evaluation.data && dataset && (
        <EvaluationCompare
          key={`${id} ${opened}`}
          evaluation={evaluation.data}
          dataset={dataset}
          others={others}
          networkTitle="A SR"
          firstLayers={layers}
        />
      )}
      <Section title={t.compareRuns.throughTheTrainings}>
        <TrainingImages runs={runs} />
      </Section>
    </Stack>
  )
}
