import LinearProgress from '@mui/material/LinearProgress'
import MuiLink from '@mui/material/Link'
import { skipToken, useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { api } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { ButtonLink } from '../../ui/ButtonLink.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { Page } from '../../ui/Page.tsx'
import { useOpenedView } from '../savedViews/openedView.ts'
import { useRemembered } from '../savedViews/useRemembered.ts'
import { ViewsButton } from '../savedViews/ViewsButton.tsx'
import { ComparePicker } from './ComparePicker.tsx'
import { EvaluationCompare } from './EvaluationCompare.tsx'
import { PairCompare } from './PairCompare.tsx'
import { ReportButton } from './ReportButton.tsx'
import { usePut } from './usePut.ts'

/** LR, interpolation, SR, HR and what is between them, side by side; what is shown stands in the address. */
export function ComparePage() {
  const [query, put] = usePut()
  const opened = useOpenedView()
  const list = useQuery(api.evaluations.list.queryOptions({ input: {} }))
  const datasets = useQuery(api.datasets.list.queryOptions())
  const isRecalling = useRemembered('compare', last => {
    if (!list.data || !datasets.data) return undefined
    const [evaluation, dataset] = [last.get('evaluation'), last.get('dataset')]
    return list.data.some(({ id }) => id === evaluation) || datasets.data.some(({ id }) => id === dataset)
  })
  const asked = query.get('evaluation')
  const newest = list.data?.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))
  const evaluationId = asked ?? (query.has('dataset') ? null : (newest?.[0]?.id ?? null))
  const evaluation = useQuery(
    api.evaluations.get.queryOptions({ input: evaluationId === null ? skipToken : { id: evaluationId } }),
  )
  const datasetId = evaluationId === null ? query.get('dataset') : (evaluation.data?.datasetId ?? null)
  const dataset = datasets.data?.find(d => d.id === datasetId)
  const error = list.error ?? datasets.error ?? (evaluationId === null ? null : evaluation.error)
  const isLoading =
    isRecalling || list.isPending || datasets.isPending || (evaluationId !== null && evaluation.isPending)
  const value = evaluationId !== null ? `evaluation:${evaluationId}` : datasetId !== null ? `dataset:${datasetId}` : ''

  return (
    <Page
      title={t.compare.compare}
      subtitle={
        evaluation.data && evaluationId !== null ? (
          <>
            {t.compare.weightsOf(evaluation.data.checkpoint)}{' '}
            <MuiLink component={Link} to={`/runs/${evaluation.data.runId}`} underline="always">
              {t.compare.thisRun}
            </MuiLink>
            {dataset && `, ${dataset.name}`}
          </>
        ) : (
          t.compare.whatDoesTheNetworkAddOrInvent
        )
      }
      actions={
        <>
          {datasetId !== null && <ViewsButton />}
          {evaluationId !== null && evaluation.data && <ReportButton evaluationId={evaluationId} />}
          {newest && datasets.data && (newest.length > 0 || datasets.data.length > 0) && (
            <ComparePicker
              evaluations={newest}
              datasets={datasets.data}
              value={value}
              onChange={(kind, id) =>
                put({
                  evaluation: kind === 'evaluation' ? id : undefined,
                  dataset: kind === 'dataset' ? id : undefined,
                  sample: undefined,
                })
              }
            />
          )}
        </>
      }
    >
      {isLoading && <LinearProgress aria-label={t.compare.openingTheComparison} />}
      {error && <ErrorPanel error={error} doing={t.compare.openingTheComparison} />}
      {!isLoading && !error && evaluationId === null && datasetId === null && (
        <Empty
          title={t.compare.nothingToCompareYet}
          actions={
            <>
              <ButtonLink to="/runs" variant="contained">
                {t.compare.evaluateARun}
              </ButtonLink>
              <ButtonLink to="/train">{t.compare.trainANetwork}</ButtonLink>
            </>
          }
        >
          {t.compare.evaluateATrainedNetworkOnHeld}
        </Empty>
      )}
      {!isLoading && !error && datasetId !== null && dataset === undefined && (
        <Empty title={t.compare.theDatasetIsGone}>{t.compare.itsImagesCannotBeShownImportIt}</Empty>
      )}
      {!isRecalling && dataset && evaluationId !== null && evaluation.data && (
        <EvaluationCompare key={`${evaluationId} ${opened}`} evaluation={evaluation.data} dataset={dataset} />
      )}
      {!isRecalling && dataset && evaluationId === null && (
        <PairCompare key={`${dataset.id} ${opened}`} dataset={dataset} />
      )}
    </Page>
  )
}
