import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import LinearProgress from '@mui/material/LinearProgress'
import Skeleton from '@mui/material/Skeleton'
import { useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import type { ApplyRecord } from '../../../main/contract/apply.ts'
import { api } from '../../app/api.ts'
import { useJobFeed } from '../../app/jobs/useJobs.ts'
import { t } from '../../text/t.ts'
import { ButtonLink } from '../../ui/ButtonLink.tsx'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { formatCount } from '../../ui/format.ts'
import { Page } from '../../ui/Page.tsx'
import { describeProgress, progressPercent } from '../../ui/progress.ts'
import { ContinueButton } from './ContinueButton.tsx'
import { ResultList } from './ResultList.tsx'

/** The list fills as the job goes: asked for again while it runs, no faster than an eye follows. */
const REFRESH_MILLISECONDS = 1500

const canContinue = ({ status, items }: ApplyRecord): boolean =>
  (status === 'interrupted' || status === 'stopped' || status === 'failed') &&
  items.some(item => item.status === 'waiting')

/** The images of one apply job as they come. */
export function ResultsPage() {
  const { id = '' } = useParams()
  const { jobs } = useJobFeed()
  const job = [...jobs.values()].find(({ kind, subjectId }) => kind === 'apply' && subjectId === id)
  const record = useQuery(
    api.apply.get.queryOptions({
      input: { id },
      refetchInterval: query =>
        query.state.data?.status === 'running' || query.state.data?.status === 'queued' ? REFRESH_MILLISECONDS : false,
    }),
  )
  const items = record.data?.items ?? []
  const failed = items.filter(({ status }) => status === 'failed').length
  const done = items.filter(({ status }) => status === 'done').length
  const skipped = items.filter(({ status }) => status === 'skipped').length
  const isRunning = job !== undefined && (job.status === 'running' || job.status === 'queued')
  const percent = job === undefined ? null : progressPercent(job.progress)
  const desktop = window.subarc
  return (
    <Page
      fill
      title={t.apply.superResolvedImages}
      subtitle={
        record.data === undefined ? (
          <Skeleton width={360} />
        ) : (
          <>
            {t.apply.ofDone(formatCount(done), formatCount(items.length))}
            {skipped > 0 && t.apply.skipped(formatCount(skipped))}
            {failed > 0 && t.apply.failed(formatCount(failed))}
            {t.apply.in(record.data.folder)}
          </>
        )
      }
      actions={
        <>
          {desktop !== undefined && record.data !== undefined && (
            <Button onClick={() => void desktop.showInFolder(record.data.folder)}>{t.apply.openTheFolder}</Button>
          )}
          {record.data !== undefined && canContinue(record.data) && <ContinueButton id={id} />}
          <ButtonLink to="/apply" variant="outlined">
            {t.apply.moreImages}
          </ButtonLink>
        </>
      }
    >
      {isRunning && (
        <Box sx={{ typography: 'caption', color: 'text.secondary' }}>
          <LinearProgress aria-label={t.apply.progress} variant="determinate" value={percent ?? 0} sx={{ mb: 0.5 }} />
          {describeProgress(job)}
        </Box>
      )}
      {record.isError && (
        <ErrorPanel error={record.error} doing={t.apply.readingTheResults} onRetry={() => void record.refetch()} />
      )}
      {record.isPending && <Skeleton variant="rounded" sx={{ flex: 1 }} />}
      {record.data !== undefined && <ResultList record={record.data} />}
    </Page>
  )
}
