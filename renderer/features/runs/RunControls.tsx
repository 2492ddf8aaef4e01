import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import LinearProgress from '@mui/material/LinearProgress'
import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import { useMutation } from '@tanstack/react-query'
import { errorFromCall } from '../../../main/contract/client.ts'
import type { Job } from '../../../main/contract/jobs.ts'
import { api } from '../../app/api.ts'
import { usageText } from '../../app/jobs/usage.ts'
import { showToast } from '../../app/toasts.ts'
import { t } from '../../text/t.ts'
import { describeProgress, progressPercent } from '../../ui/progress.ts'

const refused = (error: unknown) => showToast({ severity: 'error', message: errorFromCall(error).message })

/** Progress, speed and time left of an active training, with Pause, Resume and Stop. */
export function RunControls({ job }: { job: Job }) {
  const pause = useMutation(api.jobs.pause.mutationOptions({ onError: refused }))
  const resume = useMutation(api.jobs.resume.mutationOptions({ onError: refused }))
  const stop = useMutation(api.jobs.stop.mutationOptions({ onError: refused }))
  const percent = progressPercent(job.progress)
  const isPaused = job.status === 'paused'
  const isWaiting = job.pending !== null
  const waits = job.startedAt === null
  return (
    <Stack role="group" aria-label={t.runs.progressOf(job.title)} sx={{ gap: 1 }}>
      <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
        <Typography variant="body2" role="status" sx={{ flex: 1, minWidth: 200 }}>
          {describeProgress(job)}
        </Typography>
        {waits ? null : isPaused ? (
          <Button variant="outlined" disabled={isWaiting} onClick={() => resume.mutate({ id: job.id })}>
            {t.runs.resumeTraining}
          </Button>
        ) : (
          job.status === 'running' && (
            <Button variant="outlined" disabled={isWaiting} onClick={() => pause.mutate({ id: job.id })}>
              {t.runs.pauseTraining}
            </Button>
          )
        )}
        <Button color="secondary" disabled={job.pending === 'stop'} onClick={() => stop.mutate({ id: job.id })}>
          {waits ? t.runs.takeFromTheQueue : t.runs.stopTraining}
        </Button>
      </Box>
      <LinearProgress
        aria-label={t.runs.done(job.title)}
        color={isPaused ? 'secondary' : 'primary'}
        variant={percent === null ? 'indeterminate' : 'determinate'}
        {...(percent === null ? {} : { value: percent })}
      />
      {/* Its line is kept free before the first measurement, so that nothing jumps. */}
      <Typography
        variant="caption"
        aria-label={t.runs.whatItTakesOfThisComputer}
        sx={{ color: 'text.secondary', minHeight: 16 }}
      >
        {job.usage && t.jobs.takes(usageText(job.usage))}
      </Typography>
    </Stack>
  )
}
