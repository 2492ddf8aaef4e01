import Button from '@mui/material/Button'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { api, queryClient } from '../../app/api.ts'
import { jobFeed } from '../../app/jobs/useJobs.ts'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'

/** Goes on with a batch that was broken off, into the same folder; leads to the page of what goes on. */
export function ContinueButton({ id }: { id: string }) {
  const navigate = useNavigate()
  const resume = useMutation(
    api.apply.resume.mutationOptions({
      onSuccess: ({ job, applyId }) => {
        jobFeed.note(job)
        void queryClient.invalidateQueries({ queryKey: api.apply.key() })
        void navigate(`/apply/${applyId}`)
      },
    }),
  )
  return (
    <>
      {resume.isError && <ErrorPanel error={resume.error} doing={t.apply.goingOn} />}
      <Button variant="contained" disabled={resume.isPending} onClick={() => resume.mutate({ id })}>
        {t.apply.continue}
      </Button>
    </>
  )
}
