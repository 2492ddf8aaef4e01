import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import type { ImageSource, Scan } from '../../../main/contract/datasets.ts'
import { api, client, queryClient } from '../../app/api.ts'
import { JobProgress } from '../../app/jobs/JobProgress.tsx'
import { jobFeed } from '../../app/jobs/useJobs.ts'
import { usePreferences } from '../../app/usePreferences.ts'
import { t } from '../../text/t.ts'
import { ButtonLink } from '../../ui/ButtonLink.tsx'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { Section } from '../../ui/Section.tsx'
import { describeSource } from '../../ui/source/describeSource.ts'
import { ScanResult, ScanSkeleton } from '../data/import/ScanResult.tsx'
import { Why } from './Why.tsx'

interface StartPlanProps {
  readonly source: ImageSource
  /** What was dropped is called. */
  readonly name: string | null
  readonly onStartAgain: () => void
}

/** Why these images cannot be trained on without a question; null: they can. */
function obstacleOf({ pairs }: Scan): string | null {
  if (pairs.length === 0) return t.start.noImage
  return pairs.every(({ lr, hr }) => lr !== null && hr !== null) ? null : t.start.oneSided
}

/** Starts what the recipe says: one training, or a chain of stages. The page that shows it. */
async function startRecipe(datasetId: string, presetId: string, stages: number): Promise<string> {
  if (stages > 1) {
    const { job, groupId } = await client.groups.startRecipe({ datasetId, presetId })
    jobFeed.note(job)
    return `/groups/${groupId}`
  }
  const { job, runId } = await client.training.start({ datasetId, presetId })
  jobFeed.note(job)
  await queryClient.invalidateQueries({ queryKey: api.runs.key() })
  return `/runs/${runId}`
}

/** What was found, what will be done with it and why, and Start, which imports and trains. */
export function StartPlan({ source, name, onStartAgain }: StartPlanProps) {
  const navigate = useNavigate()
  const { preferences } = usePreferences()
  const scan = useQuery(api.datasets.scan.queryOptions({ input: { source }, staleTime: 0, gcTime: 0 }))
  const recipes = useQuery(api.recipes.list.queryOptions())
  const recipe = recipes.data?.find(({ id }) => id === preferences?.presetId) ?? recipes.data?.[0]
  const imported = useMutation(api.datasets.import.mutationOptions({ onSuccess: ({ job }) => jobFeed.note(job) }))
  const training = useMutation({
    mutationFn: (datasetId: string) => startRecipe(datasetId, recipe?.id ?? 'quick', recipe?.stages.length ?? 1),
    onSuccess: page => void navigate(page),
  })
  if (scan.isError) return <ErrorPanel error={scan.error} doing={t.start.looking} onRetry={() => void scan.refetch()} />
  if (scan.isPending || recipe === undefined) return <ScanSkeleton />
  const obstacle = obstacleOf(scan.data)
  const datasetId = imported.data?.datasetId
  return (
    <>
      <Stack direction="row" sx={{ gap: 1, alignItems: 'center', justifyContent: 'space-between' }}>
        <Typography variant="body2" noWrap>
          {describeSource(source)}
        </Typography>
        <Button disabled={imported.data !== undefined} onClick={onStartAgain}>
          {t.common.chooseOthers}
        </Button>
      </Stack>
      <Section title={t.start.whatWillBeDone}>
        {obstacle !== null ? (
          <Alert
            severity="info"
            variant="outlined"
            action={<ButtonLink to="/data/import">{t.start.importWithEveryChoice}</ButtonLink>}
          >
            {obstacle}
          </Alert>
        ) : imported.data !== undefined && training.isIdle ? (
          <JobProgress job={imported.data.job} onDone={() => datasetId && training.mutate(datasetId)} />
        ) : (
          <Stack sx={{ gap: 2 }}>
            <Typography variant="body2">{t.start.plan(t.data.pairs(scan.data.pairs.length), recipe.title)}</Typography>
            <Box>
              <Button
                size="large"
                variant="contained"
                disabled={imported.isPending || training.isPending || training.isSuccess}
                onClick={() => imported.mutate({ source, name: name ?? scan.data.suggestedName })}
              >
                {t.start.start}
              </Button>
            </Box>
          </Stack>
        )}
        {imported.error && <ErrorPanel error={imported.error} doing={t.start.importing} />}
        {training.error && (
          <ErrorPanel
            error={training.error}
            doing={t.start.startingTheTraining}
            onRetry={() => datasetId && training.mutate(datasetId)}
          />
        )}
        <Why recipe={recipe} />
      </Section>
      <ScanResult scan={scan.data} grouping={null} />
    </>
  )
}
