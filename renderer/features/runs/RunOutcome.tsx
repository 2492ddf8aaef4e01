import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { useMutation } from '@tanstack/react-query'
import { errorFromCall } from '../../../main/contract/client.ts'
import type { RunDetail } from '../../../main/contract/runs.ts'
import { api, queryClient } from '../../app/api.ts'
import { jobFeed } from '../../app/jobs/useJobs.ts'
import { showToast } from '../../app/toasts.ts'
import { t } from '../../text/t.ts'
import { adviceFor } from '../../ui/advice.ts'

const WHAT: Partial<Record<RunDetail['status'], string>> = {
  interrupted: t.runs.theProgramEndedWhileThis,
  stopped: t.runs.thisTrainingWasStoppedBefore,
  failed: t.runs.thisTrainingFailed,
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
          {last ? t.runs.continueTraining : t.runs.startAgain}
          {ignoreMemory && t.runs.allTheSame}
        </Button>
      }
    >
      <Box sx={{ fontWeight: 600 }}>{what}</Box>
      {run.error && <Box sx={{ overflowWrap: 'anywhere' }}>{run.error.message}</Box>}
      {advice !== null && <Box>{advice}</Box>}
      <Box sx={{ color: 'text.secondary' }}>
        {last ? t.runs.weightsAreKeptFromStepEpoch(last.step, last.epoch) : t.runs.itMadeNoCheckpoint}
      </Box>
    </Alert>
  )
}
