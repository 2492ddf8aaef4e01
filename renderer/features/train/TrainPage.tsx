import Box from '@mui/material/Box'
import LinearProgress from '@mui/material/LinearProgress'
import Stack from '@mui/material/Stack'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useSearchParams } from 'react-router'
import { api } from '../../app/api.ts'
import { useActiveJobs } from '../../app/jobs/useJobs.ts'
import { usePreferences } from '../../app/usePreferences.ts'
import { t } from '../../text/t.ts'
import { ButtonLink } from '../../ui/ButtonLink.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { Page } from '../../ui/Page.tsx'
import { Section } from '../../ui/Section.tsx'
import { GroupList } from '../groups/GroupList.tsx'
import { NowTraining, TrainingQueue } from './NowTraining.tsx'
import { isTrainable } from './suitable.ts'
import { TrainForm } from './TrainForm.tsx'
import { useAgain } from './useAgain.ts'

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
  const trainable = datasets.data?.filter(isTrainable) ?? []
  const wanted = query.get('dataset') ?? (trainable.length === 1 ? trainable[0].id : null)

  return (
    <Page title={t.train.train} subtitle={t.train.startAndIsItGoingWell}>
      {error && <ErrorPanel error={error} doing={t.train.openingThisPage} />}
      {!error && !(datasets.data && recipes.data) && <LinearProgress aria-label={t.train.openingThisPage} />}
      {datasets.data && recipes.data && trainable.length === 0 && (
        <Empty
          title={t.train.thereAreNoImagePairsToTrainOn}
          actions={
            <>
              <ButtonLink to="/data/import" variant="contained">
                {t.train.importImages}
              </ButtonLink>
              <ButtonLink to="/simulate">{t.train.simulateLenses}</ButtonLink>
            </>
          }
        >
          {t.train.aNetworkLearnsFromPairsOfLRAnd}
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
            <LinearProgress aria-label={t.train.readingHowTheRunWasStarted} />
          ) : (
            <TrainForm
              again={again}
              from={query.get('from')}
              datasets={datasets.data}
              recipes={recipes.data}
              datasetId={wanted}
              recipeId={query.get('recipe') ?? preferences.presetId}
              isBusy={running !== undefined}
              onStarted={id => setWatched(old => (running ? old : id))}
            />
          )}
          <Stack sx={{ gap: 3, minWidth: 0 }}>
            {watched === null ? (
              <Section title={t.train.trainingNow}>
                <Empty title={t.train.nothingIsTraining}>{t.train.curvesAndPreviewsAppearHereAs}</Empty>
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
