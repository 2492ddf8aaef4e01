import Box from '@mui/material/Box'
import LinearProgress from '@mui/material/LinearProgress'
import Stack from '@mui/material/Stack'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useSearchParams } from 'react-router'
import type { Recipe } from '../../../main/contract/recipes.ts'
import { api } from '../../app/api.ts'
import { useActiveJobs } from '../../app/jobs/useJobs.ts'
import { usePreferences } from '../../app/usePreferences.ts'
import { ButtonLink } from '../../ui/ButtonLink.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { Page } from '../../ui/Page.tsx'
import { Section } from '../../ui/Section.tsx'
import { GroupList } from '../groups/GroupList.tsx'
import { NowTraining, TrainingQueue } from './NowTraining.tsx'
import { TrainForm } from './TrainForm.tsx'
import { useAgain } from './useAgain.ts'

/** Recipes that make images; classifiers are trained on datasets with classes. */
const isTrained = ({ needs }: Recipe): boolean => needs.images === 'pairs'

/** Start a training, and see how it goes. */
export function TrainPage() {
  const [query] = useSearchParams()
  const datasets = useQuery(api.datasets.list.queryOptions())
  const recipes = useQuery(api.recipes.list.queryOptions())
  const { preferences } = usePreferences()
  const { current, queued } = useActiveJobs()
  const running = current.find(job => job.kind === 'train')
  const queue = queued.filter(job => job.kind === 'train')
  const [watched, setWatched] = useState<string | null>(null)
  const runningId = running?.subjectId ?? null
  useEffect(() => {
    if (runningId !== null) setWatched(runningId)
  }, [runningId])
  const again = useAgain(query.get('again'), recipes.data)
  const error = datasets.error ?? recipes.error
  const trainable = datasets.data?.filter(dataset => dataset.paired) ?? []
  const wanted = query.get('dataset') ?? (trainable.length === 1 ? trainable[0].id : null)

  return (
    <Page title="Train" subtitle="Start, and is it going well?">
      {error && <ErrorPanel error={error} doing="Opening this page" />}
      {!error && !(datasets.data && recipes.data) && <LinearProgress aria-label="Opening this page" />}
      {datasets.data && recipes.data && trainable.length === 0 && (
        <Empty
          title="There are no image pairs to train on"
          actions={
            <>
              <ButtonLink to="/data/import" variant="contained">
                Import images
              </ButtonLink>
              <ButtonLink to="/simulate">Simulate lenses</ButtonLink>
            </>
          }
        >
          A network learns from pairs of LR and HR images. Import your own, or simulate a sample.
        </Empty>
      )}
      {datasets.data && recipes.data && preferences && trainable.length > 0 && (
        <Box
          sx={{
            display: 'grid',
            gap: 3,
            alignItems: 'start',
            gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(360px, 440px) minmax(0, 1fr)' },
          }}
        >
          {again === undefined ? (
            <LinearProgress aria-label="Reading how the run was started" />
          ) : (
            <TrainForm
              again={again}
              from={query.get('from')}
              datasets={datasets.data}
              recipes={recipes.data.filter(isTrained)}
              datasetId={wanted}
              recipeId={preferences.presetId}
              isBusy={running !== undefined}
              onStarted={id => setWatched(old => (running ? old : id))}
            />
          )}
          <Stack sx={{ gap: 3, minWidth: 0 }}>
            {watched === null ? (
              <Section title="Training now">
                <Empty title="Nothing is training">Curves and previews appear here as soon as a training starts.</Empty>
              </Section>
            ) : (
              <NowTraining key={watched} runId={watched} />
            )}
            <TrainingQueue jobs={queue} />
            <GroupList />
          </Stack>
        </Box>
      )}
    </Page>
  )
}
