import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import LinearProgress from '@mui/material/LinearProgress'
import Stack from '@mui/material/Stack'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useNavigate, useParams } from 'react-router'
import { errorFromCall } from '../../../main/contract/client.ts'
import type { GroupDetail } from '../../../main/contract/groups.ts'
import { api, queryClient } from '../../app/api.ts'
import { hasEnded } from '../../app/jobs/feed.ts'
import { jobFeed, useJob } from '../../app/jobs/useJobs.ts'
import { showToast } from '../../app/toasts.ts'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { Page } from '../../ui/Page.tsx'
import { Section } from '../../ui/Section.tsx'
import { RunControls } from '../runs/RunControls.tsx'
import { GroupSummaryTable } from './GroupSummaryTable.tsx'
import { MembersTable } from './MembersTable.tsx'

/** A sweep, or a recipe of several stages: how far it is, and what it came to. */
export function GroupPage() {
  const { id = '' } = useParams()
  const group = useQuery(api.groups.get.queryOptions({ input: { id } }))
  if (group.data) return <GroupView key={id} group={group.data} />
  return (
    <Page title={t.groups.runsOfOneStart}>
      {group.error ? (
        <ErrorPanel error={group.error} doing={t.groups.openingThisGroupOfRuns} onRetry={() => void group.refetch()} />
      ) : (
        <LinearProgress aria-label={t.groups.openingThisGroupOfRuns} />
      )}
    </Page>
  )
}

const KIND = { recipe: t.groups.recipeOfSeveralStages, sweep: t.groups.sweep, study: t.groups.theStudy } as const

/** The group's job, while it is under way; what is known of the group is read again as it goes on. */
function useGroupJob(group: GroupDetail) {
  const job = useJob(group.jobId)
  const place = job && `${job.status} ${Math.floor(job.progress.done)} ${job.progress.message.split(':')[0]}`
  // biome-ignore lint/correctness/useExhaustiveDependencies: read again at each new place
  useEffect(() => {
    void queryClient.invalidateQueries({ queryKey: api.groups.key() })
    void queryClient.invalidateQueries({ queryKey: api.runs.key() })
  }, [place])
  return job && !hasEnded(job) ? job : undefined
}

function GroupView({ group }: { group: GroupDetail }) {
  const job = useGroupJob(group)
  const navigate = useNavigate()
  const forget = useMutation(
    api.groups.remove.mutationOptions({
      onSuccess: () => {
        void queryClient.invalidateQueries({ queryKey: api.groups.key() })
        void navigate('/train')
      },
      onError: error => showToast({ severity: 'error', message: errorFromCall(error).message }),
    }),
  )
  return (
    <Page
      title={group.name}
      subtitle={t.groups.onOfRunsDone(KIND[group.kind], group.recipeTitle, group.datasetName, group.done, group.runs)}
      actions={
        !job && (
          <Button color="secondary" onClick={() => forget.mutate({ id: group.id })}>
            {t.groups.forgetThisGroupKeepItsRuns}
          </Button>
        )
      }
    >
      <Stack sx={{ gap: 3 }}>
        {job ? <RunControls job={job} /> : <GroupOutcome group={group} />}
        {group.kind !== 'recipe' && (
          <Section title={t.groups.bestFirst}>
            <GroupSummaryTable group={group} />
          </Section>
        )}
        <Section title={group.kind === 'recipe' ? t.groups.stages : t.groups.allRuns}>
          <MembersTable group={group} />
        </Section>
      </Stack>
    </Page>
  )
}

/** Why it is not done, and how it goes on. */
function GroupOutcome({ group }: { group: GroupDetail }) {
  const goOn = useMutation(
    api.groups.continue.mutationOptions({
      onSuccess: ({ job }) => {
        jobFeed.note(job)
        void queryClient.invalidateQueries({ queryKey: api.groups.key() })
      },
      onError: error => showToast({ severity: 'error', message: errorFromCall(error).message }),
    }),
  )
  if (!['interrupted', 'stopped', 'failed'].includes(group.status)) return null
  return (
    <Alert
      severity={group.status === 'failed' ? 'error' : 'warning'}
      variant="outlined"
      action={
        <Button color="inherit" size="small" disabled={goOn.isPending} onClick={() => goOn.mutate({ id: group.id })}>
          {t.groups.continue}
        </Button>
      }
    >
      <Box sx={{ fontWeight: 600 }}>
        {group.status === 'failed'
          ? t.groups.notEverythingCameToItsEnd
          : t.groups.itWasAfterOfRuns(group.status, group.done, group.runs)}
      </Box>
      {group.error && <Box sx={{ overflowWrap: 'anywhere' }}>{group.error.message}</Box>}
      <Box sx={{ color: 'text.secondary' }}>{t.groups.whatIsDoneStaysWhatWasUnderWay}</Box>
    </Alert>
  )
}
