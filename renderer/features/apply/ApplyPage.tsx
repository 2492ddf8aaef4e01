import Skeleton from '@mui/material/Skeleton'
import Stack from '@mui/material/Stack'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { api } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { ButtonLink } from '../../ui/ButtonLink.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { Page } from '../../ui/Page.tsx'
import { DropTarget } from '../../ui/source/DropTarget.tsx'
import { ApplyForm } from './ApplyForm.tsx'
import { PastApplies } from './PastApplies.tsx'
import type { ApplySource } from './source.ts'

/** Trained networks first: whether there are any decides what this page is. */
const RUNS_SHOWN = 500

/** A network, images, and where the results go. */
export function ApplyPage() {
  const [query] = useSearchParams()
  const runs = useQuery(api.runs.list.queryOptions({ input: { limit: RUNS_SHOWN } }))
  const dataset = query.get('dataset')
  const files = query.getAll('file')
  const [source, setSource] = useState<ApplySource | null>(
    dataset !== null
      ? { kind: 'dataset', id: dataset, side: 'all' }
      : files.length > 0
        ? { kind: 'files', paths: files }
        : null,
  )
  const pretrained = useQuery(api.weights.pretrained.queryOptions())
  const trained = runs.data?.runs.filter(run => run.kind === 'images' && (run.step > 0 || run.origin !== null))
  const brought = pretrained.data?.filter(({ runId }) => runId === null) ?? []
  const networks = trained && trained.length + brought.length
  return (
    <DropTarget
      invitation={t.apply.dropImagesToSuperResolveThem}
      onUpload={({ id }) => setSource({ kind: 'upload', id })}
    >
      <Page title={t.apply.apply} subtitle={t.apply.giveMeMyImagesSharper}>
        <Stack sx={{ gap: 2, maxWidth: 960, width: '100%', flex: networks === 0 ? 1 : 'none' }}>
          {runs.isError && (
            <ErrorPanel error={runs.error} doing={t.apply.listingTheNetworks} onRetry={() => void runs.refetch()} />
          )}
          {runs.isPending && <Skeleton variant="rounded" height={480} />}
          {networks === 0 && (
            <Empty
              title={t.apply.noNetworkHasBeenTrainedYet}
              actions={
                <>
                  <ButtonLink to="/train" variant="contained">
                    {t.apply.trainANetwork}
                  </ButtonLink>
                  <ButtonLink to="/">{t.apply.tryASampleLens}</ButtonLink>
                </>
              }
            >
              {t.apply.imagesAreSuperResolvedByA}
            </Empty>
          )}
          {trained !== undefined && pretrained.isFetched && networks !== 0 && (
            <ApplyForm
              runs={trained}
              pretrained={brought}
              firstRun={query.get('run')}
              source={source}
              onSource={setSource}
            />
          )}
          <PastApplies />
        </Stack>
      </Page>
    </DropTarget>
  )
}
