import Skeleton from '@mui/material/Skeleton'
import { useQuery } from '@tanstack/react-query'
import type { DatasetDetail } from '../../../../main/contract/datasets.ts'
import { api } from '../../../app/api.ts'
import { t } from '../../../text/t.ts'
import { ErrorPanel } from '../../../ui/ErrorPanel.tsx'
import { Histogram } from '../../../ui/Histogram.tsx'

interface RoleHistogramProps {
  dataset: Pick<DatasetDetail, 'id' | 'calibration'>
  which: 'lr' | 'hr'
  /** Null: the whole set. */
  sample: number | null
}

/** The values of the LR or the HR images. */
export function RoleHistogram({ dataset: { id, calibration }, which, sample }: RoleHistogramProps) {
  const histogram = useQuery(api.datasets.histogram.queryOptions({ input: { id, role: which, sample } }))
  if (histogram.isError) return <ErrorPanel error={histogram.error} doing={t.data.countingTheValues} />
  if (histogram.isPending) return <Skeleton variant="rounded" height={140} />
  return <Histogram {...histogram.data} label={which.toUpperCase()} unit={calibration.unit} />
}
