import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { useMutation } from '@tanstack/react-query'
import { errorFromCall } from '../../../main/contract/client.ts'
import type { RunDetail } from '../../../main/contract/runs.ts'
import { api, queryClient } from '../../app/api.ts'
import { jobFeed } from '../../app/jobs/useJobs.ts'
import { showToast } from '../../app/toasts.ts'
import { adviceFor } from '../../ui/advice.ts'

const WHAT: Partial<Record<RunDetail['status'], string>> = {
  interrupted: 'The program ended while this training ran. Nothing before the last checkpoint is lost.',
  stopped: 'This training was stopped before its end.',
  failed: 'This training failed.',
}

/** Why a run is not done, what is left of it, and how it goes on. Nothing for a run that is done or under way. */
export function RunOutcome({ run }: { run: RunDetail }) {
  const goOn = useMutation(
    api.training.continue.mutationOptions({
      onSuccess: ({ job }) => {
        jobFeed.note(job)
        void queryClient.invalidateQueries({ queryKey: api.runs.key() })
      },
      onError: error => showToast({ severity: 'error', message: errorFromCall(error).message }),
    }),
  )
  const what = WHAT[run.status]
  if (what === undefined) return null
  const last = run.checkpoints.find(checkpoint => checkpoint.which === 'last')
  // What was refused for want of memory once may be insisted on.
  const ignoreMemory = goOn.error !== null && errorFromCall(goOn.error).code === 'no-memory'
  const advice = run.error ? adviceFor(run.error.code) : null
  return (
    <Alert
      severity={run.status === 'failed' ? 'error' : 'warning'}
      variant="outlined"
      action={
        <Button
          color="inherit"
          size="small"
          disabled={goOn.isPending}
          onClick={() => goOn.mutate({ runId: run.id, ignoreMemory })}
        >
          {last ? 'Continue training' : 'Start again'}
          {ignoreMemory && ' all the same'}
        </Button>
      }
    >
      <Box sx={{ fontWeight: 600 }}>{what}</Box>
      {run.error && <Box sx={{ overflowWrap: 'anywhere' }}>{run.error.message}</Box>}
      {advice !== null && <Box>{advice}</Box>}
      <Box sx={{ color: 'text.secondary' }}>
        {last
          ? `Weights are kept from step ${last.step} (epoch ${last.epoch}): training can go on from there.`
          : 'It made no checkpoint.'}
      </Box>
    </Alert>
  )
}
