import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import LinearProgress from '@mui/material/LinearProgress'
import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { Job } from '../../../main/contract/jobs.ts'
import type { ErrorCode } from '../../../main/domain/errors.ts'
import { AppError } from '../../../main/domain/errors.ts'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { describeProgress, progressPercent } from '../../ui/progress.ts'
import { api } from '../api.ts'
import { hasEnded } from './feed.ts'
import { jobFeed, useJob } from './useJobs.ts'

interface JobProgressProps {
  /** The job as its start answered. */
  job: Job
  /** Called once, when it is done. */
  onDone: (job: Job) => void
}

/** A job in the page that started it: what is done, how fast, how long still, Stop, and what went wrong. */
export function JobProgress({ job: started, onDone }: JobProgressProps) {
  useEffect(() => jobFeed.note(started), [started])
  const job = useJob(started.id) ?? started
  const stop = useMutation(api.jobs.stop.mutationOptions())
  const percent = progressPercent(job.progress)

  const isAnnounced = useRef(false)
  useEffect(() => {
    if (job.status !== 'done' || isAnnounced.current) return
    isAnnounced.current = true
    onDone(job)
  }, [job, onDone])

  if (job.error !== null) {
    const { code, message, details } = job.error
    return <ErrorPanel error={new AppError(code as ErrorCode, message, details)} doing={job.title} />
  }
  if (job.status === 'stopped' || job.status === 'interrupted') {
    return (
      <Alert severity="info" variant="outlined">
        {t.app.nothingHalfDoneWasKept(job.title, job.status)}
      </Alert>
    )
  }
  return (
    <Stack sx={{ gap: 1 }} role="group" aria-label={job.title}>
      <Box sx={{ display: 'flex', justifyContent: 'space-between', alignItems: 'center', gap: 2 }}>
        <Typography variant="body2" sx={{ fontWeight: 600 }}>
          {job.title}
        </Typography>
        <Button
          size="small"
          disabled={hasEnded(job) || job.pending === 'stop'}
          onClick={() => stop.mutate({ id: job.id })}
        >
          {t.common.stop}
        </Button>
      </Box>
      <LinearProgress
        aria-label={t.app.progressOf(job.title)}
        variant={percent === null ? 'indeterminate' : 'determinate'}
        {...(percent === null ? {} : { value: percent })}
      />
      <Typography variant="caption" sx={{ color: 'text.secondary', minHeight: 16 }}>
        {describeProgress(job)}
      </Typography>
    </Stack>
  )
}
