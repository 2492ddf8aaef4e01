import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { DatasetSummary } from '../../../main/contract/datasets.ts'
import { api } from '../../app/api.ts'
import { NO_SKY, type SampleSky, sampleSky } from './sampleSky.ts'

/** Sky coordinates of a dataset's sample, once its headers have come. */
export function useSampleSky({ id, factor }: Pick<DatasetSummary, 'id' | 'factor'>, sample: number): SampleSky {
  const headers = useQuery(
    api.datasets.metadata.queryOptions({ input: { id, sample }, staleTime: Number.POSITIVE_INFINITY, retry: false }),
  )
  return useMemo(
    () => (headers.data ? sampleSky(headers.data.lr.cards, headers.data.hr?.cards ?? [], factor ?? 1) : NO_SKY),
    [headers.data, factor],
  )
}
