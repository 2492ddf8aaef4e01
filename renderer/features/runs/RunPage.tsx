import LinearProgress from '@mui/material/LinearProgress'
import { useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { api } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { Page } from '../../ui/Page.tsx'
import { ClassifierRunView } from '../classifiers/ClassifierRunView.tsx'
import { RunView } from './RunView.tsx'

/** One run: how its training went, what it made, and everything that made it. */
export function RunPage() {
  const { id = '' } = useParams()
  const run = useQuery(api.runs.get.queryOptions({ input: { id } }))
  if (run.data?.classifier) return <ClassifierRunView key={id} run={run.data} />
  if (run.data) return <RunView key={id} run={run.data} />
  return (
    <Page title={t.runs.run}>
      {run.error ? (
        <ErrorPanel error={run.error} doing={t.runs.openingTheRun} onRetry={() => void run.refetch()} />
      ) : (
        <LinearProgress aria-label={t.runs.openingTheRun} />
      )}
    </Page>
  )
}
