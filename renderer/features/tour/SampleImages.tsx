import Skeleton from '@mui/material/Skeleton'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { PairViewer } from '../../ui/PairViewer.tsx'
import type { SampleLens } from './useSampleLens.ts'

/** The sample lens, as the ground and as space see it, linked; its place is kept while it is made. */
export function SampleImages({ sample: { pair, error, retry } }: { sample: SampleLens }) {
  if (error) return <ErrorPanel error={error} doing={t.tour.simulating} onRetry={retry} />
  if (pair === null) return <Skeleton variant="rounded" sx={{ width: '100%', height: 'auto', aspectRatio: '2 / 1' }} />
  return <PairViewer label={t.tour.sampleLens} lr={pair.lr} hr={pair.hr} unit={null} fluxConvention="sum" />
}
