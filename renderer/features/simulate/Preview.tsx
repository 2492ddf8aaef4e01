import Box from '@mui/material/Box'
import LinearProgress from '@mui/material/LinearProgress'
import Skeleton from '@mui/material/Skeleton'
import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Simulation } from '../../../main/contract/simulate.ts'
import { api } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { Facts } from '../../ui/Facts.tsx'
import { decodeInlineImage } from '../../ui/floatImage.ts'
import { formatNumber } from '../../ui/format.ts'
import { PairViewer } from '../../ui/PairViewer.tsx'
import { useDebounced } from '../../ui/useDebounced.ts'
import { checkSimulation } from './check.ts'

interface PreviewProps {
  simulation: Simulation
  seed: number
  /** Which lens of the sample is shown. */
  index: number
}

/** Waits until one has stopped typing. */
const SETTLED_MILLISECONDS = 250

/** One lens as it would be made, LR and HR, while the form is being filled in. */
export function Preview({ simulation, seed, index }: PreviewProps) {
  const wanted = useDebounced(
    useMemo(() => ({ simulation, seed, index }), [simulation, seed, index]),
    SETTLED_MILLISECONDS,
  )
  const checked = checkSimulation(wanted.simulation)
  const isValid = checked.ok && Number.isInteger(wanted.seed) && wanted.seed >= 0
  const preview = useQuery(
    api.simulate.preview.queryOptions({
      input: wanted,
      enabled: isValid,
      placeholderData: keepPreviousData,
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 30_000,
    }),
  )
  const images = useMemo(() => {
    if (preview.data === undefined) return undefined
    const { lr, hr } = preview.data
    // A single image stands where a pair's LR does.
    return lr === null
      ? { lr: decodeInlineImage(hr), hr: null }
      : { lr: decodeInlineImage(lr), hr: decodeInlineImage(hr) }
  }, [preview.data])
  return (
    <Stack sx={{ gap: 2 }}>
      <Box sx={{ height: 4 }}>{preview.isFetching && <LinearProgress aria-label={t.simulate.simulating} />}</Box>
      <Typography variant="body2" sx={{ minHeight: 20, color: 'text.secondary' }}>
        {preview.data !== undefined && t.simulate.class(preview.data.label)}
      </Typography>
      {images === undefined ? (
        <Skeleton variant="rounded" sx={{ width: '100%', height: 'auto', aspectRatio: '2 / 1', mb: 8 }} />
      ) : (
        <PairViewer
          label={t.simulate.previewOfLens(index + 1)}
          {...images}
          unit={wanted.simulation.values === 'per-image' ? null : 'ct/s'}
          fluxConvention={wanted.simulation.values === 'counts' ? 'sum' : 'mean'}
        />
      )}
      <Box role="status" sx={{ minHeight: 20, typography: 'body2', color: 'warning.main' }}>
        {!isValid && t.simulate.thePreviewWaitsForValidValues}
      </Box>
      {preview.isError && (
        <ErrorPanel error={preview.error} doing={t.simulate.thePreview} onRetry={() => void preview.refetch()} />
      )}
      {preview.data !== undefined && (
        <Box component="section">
          <Typography variant="h3" component="h2" sx={{ mb: 0.5 }}>
            {t.simulate.whatThisLensDrew}
          </Typography>
          <Box sx={{ columnWidth: 280 }}>
            <Facts
              facts={[
                ['class', preview.data.label],
                ...drawnFacts(preview.data.truth, wanted.simulation).map(
                  ([name, value]) => [name, formatNumber(value)] as const,
                ),
              ]}
            />
          </Box>
        </Box>
      )}
    </Stack>
  )
}

/** What this lens drew, and not what all of them share. */
function drawnFacts(truth: Readonly<Record<string, number>>, simulation: Simulation): [name: string, value: number][] {
  return Object.entries(truth).filter(([path]) => {
    const spec = path
      .split('.')
      .reduce<unknown>((part, key) => (part as Readonly<Record<string, unknown>> | undefined)?.[key], simulation)
    return typeof spec !== 'number'
  })
}
