import Box from '@mui/material/Box'
import Skeleton from '@mui/material/Skeleton'
import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import { api } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { Page } from '../../ui/Page.tsx'
import { SimulateStudio, studioColumns } from './SimulateStudio.tsx'

/** Lenses from physics instead of from the sky. */
export function SimulatePage() {
  const presets = useQuery(api.simulate.presets.queryOptions({ staleTime: Number.POSITIVE_INFINITY }))
  const instruments = useQuery(api.simulate.instruments.queryOptions({ staleTime: Number.POSITIVE_INFINITY }))
  const [query] = useSearchParams()
  return (
    <Page fill title={t.simulate.simulate} subtitle={t.simulate.whatWouldSuchALensLookLike}>
      {presets.isError && (
        <ErrorPanel error={presets.error} doing={t.simulate.readingThePresets} onRetry={() => void presets.refetch()} />
      )}
      {instruments.isError && (
        <ErrorPanel
          error={instruments.error}
          doing={t.simulate.readingTheInstruments}
          onRetry={() => void instruments.refetch()}
        />
      )}
      {(presets.isPending || instruments.isPending) && (
        <Box sx={studioColumns} aria-busy="true">
          <Skeleton variant="rounded" sx={{ height: '100%' }} />
          <Skeleton variant="rounded" sx={{ height: '100%' }} />
        </Box>
      )}
      {presets.data !== undefined && instruments.data !== undefined && (
        <SimulateStudio presets={presets.data} instruments={instruments.data} firstPreset={query.get('preset')} />
      )}
    </Page>
  )
}
