import Button from '@mui/material/Button'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { errorFromCall } from '../../../main/contract/client.ts'
import { api, queryClient } from '../../app/api.ts'
import { jobFeed } from '../../app/jobs/useJobs.ts'
import { showToast } from '../../app/toasts.ts'
import { t } from '../../text/t.ts'
import { ButtonLink } from '../../ui/ButtonLink.tsx'

/** The same training again, at once; or its form filled in, to be changed. */
export function RunAgain({ runId }: { runId: string }) {
  const navigate = useNavigate()
  const again = useMutation(
    api.training.again.mutationOptions({
      onSuccess: ({ job, runId: started }) => {
        jobFeed.note(job)
        void queryClient.invalidateQueries({ queryKey: api.runs.key() })
        void queryClient.invalidateQueries({ queryKey: api.provenance.key() })
        void navigate(`/runs/${started}`)
      },
      onError: error => showToast({ severity: 'error', message: errorFromCall(error).message }),
    }),
  )
  // What was refused for want of memory once may be insisted on.
  const ignoreMemory = again.error !== null && errorFromCall(again.error).code === 'no-memory'
  return (
    <>
      <Button variant="outlined" disabled={again.isPending} onClick={() => again.mutate({ runId, ignoreMemory })}>
        {t.runs.runAgain}
        {ignoreMemory && t.runs.allTheSame}
      </Button>
      <ButtonLink to={`/train?again=${runId}`} variant="outlined">
        {t.runs.runAgainWithChanges}
      </ButtonLink>
    </>
  )
}
