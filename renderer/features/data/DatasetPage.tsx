import Box from '@mui/material/Box'
import Skeleton from '@mui/material/Skeleton'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useParams, useSearchParams } from 'react-router'
import type { DatasetDetail } from '../../../main/contract/datasets.ts'
import { api } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { ButtonLink } from '../../ui/ButtonLink.tsx'
import { crampedColumns } from '../../ui/cramped.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { Page } from '../../ui/Page.tsx'
import { DatasetMenu } from './dataset/DatasetMenu.tsx'
import { SampleGrid } from './dataset/SampleGrid.tsx'
import { SamplePanel } from './dataset/SamplePanel.tsx'
import { SidePanel } from './dataset/SidePanel.tsx'
import { describeSizes } from './describe.ts'
import { StateChips } from './StateChips.tsx'

const columns = {
  display: 'grid',
  gridTemplateColumns: 'minmax(0, 1fr) minmax(336px, 400px)',
  gap: 3,
  flex: 1,
  minHeight: 0,
  ...crampedColumns,
}

function Loaded({ dataset }: { dataset: DatasetDetail }) {
  const [query, setQuery] = useSearchParams()
  // The address follows the choice and not the other way: an address changes later than the next key comes.
  const [chosen, setChosen] = useState(query.get('sample') === null ? null : Number(query.get('sample')))
  const choose = (sample: number | null) => {
    setChosen(sample)
    setQuery(
      next => {
        if (sample === null) next.delete('sample')
        else next.set('sample', String(sample))
        return next
      },
      { replace: true },
    )
  }
  return (
    <Page
      fill
      title={dataset.name}
      subtitle={
        <Box sx={{ display: 'flex', columnGap: 2, flexWrap: 'wrap' }}>
          <span>{dataset.paired ? t.data.pairs(dataset.samples) : t.data.lrImages(dataset.samples)}</span>
          <span>{describeSizes(dataset)}</span>
          <StateChips dataset={dataset} />
        </Box>
      }
      actions={
        <>
          {dataset.paired ? (
            <ButtonLink to={`/train?dataset=${dataset.id}`} variant="contained">
              {t.data.trainOnIt}
            </ButtonLink>
          ) : (
            <ButtonLink to={`/apply?dataset=${dataset.id}`} variant="contained">
              {t.data.superResolveIt}
            </ButtonLink>
          )}
          <DatasetMenu dataset={dataset} />
        </>
      }
    >
      <Box sx={columns}>
        <SampleGrid dataset={dataset} chosen={chosen} onChoose={choose} />
        {chosen === null ? (
          <SidePanel dataset={dataset} onChoose={choose} />
        ) : (
          <SamplePanel dataset={dataset} sample={chosen} onChoose={choose} />
        )}
      </Box>
    </Page>
  )
}

/** One dataset: its pairs at the left; at the right what is known of it, or of the pair that is chosen. */
export function DatasetPage() {
  const { id = '' } = useParams()
  const dataset = useQuery(api.datasets.get.queryOptions({ input: { id } }))
  if (dataset.isError) {
    return (
      <Page title={t.data.dataset} actions={<ButtonLink to="/data">{t.data.allDatasets}</ButtonLink>}>
        <ErrorPanel error={dataset.error} doing={t.data.openingTheDataset} onRetry={() => void dataset.refetch()} />
      </Page>
    )
  }
  if (dataset.isPending) {
    return (
      <Page fill title={t.data.dataset} subtitle={<Skeleton width={320} />}>
        <Box sx={columns} aria-busy="true">
          <Skeleton variant="rounded" sx={{ height: '100%' }} />
          <Skeleton variant="rounded" sx={{ height: '100%' }} />
        </Box>
      </Page>
    )
  }
  return <Loaded key={id} dataset={dataset.data} />
}
