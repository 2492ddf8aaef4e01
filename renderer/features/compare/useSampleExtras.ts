import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { DatasetSummary } from '../../../main/contract/datasets.ts'
import { datasetPlaneRef } from '../../../main/contract/images.ts'
import { api } from '../../app/api.ts'
import { panelWcs } from '../../viewer/panelWcs.ts'
import { useFloatImages } from '../../viewer/useFloatImages.ts'
import type { SampleExtras } from './extras.ts'

const ROLES = ['lr', 'hr'] as const
const PLANES = ['error', 'mask'] as const

/** Sky coordinates, errors and masks of a dataset's sample, as far as its files have them. */
export function useSampleExtras({ id, factor }: Pick<DatasetSummary, 'id' | 'factor'>, sample: number): SampleExtras {
  const headers = useQuery(
    api.datasets.metadata.queryOptions({ input: { id, sample }, staleTime: Number.POSITIVE_INFINITY, retry: false }),
  )
  const found = useQuery(api.datasets.samples.queryOptions({ input: { id, offset: sample, limit: 1 } }))
  const facts = found.data?.samples[0]
  const planes = ROLES.flatMap(role => {
    const has = role === 'lr' ? facts?.lrPlanes : facts?.hrPlanes
    return PLANES.filter(plane => has && (plane === 'error' ? has.error !== null : has.masked > 0)).map(plane => ({
      role,
      plane,
    }))
  })
  const results = useFloatImages(planes.map(({ role, plane }) => datasetPlaneRef(id, sample, role, plane)))
  const key = planes.map(({ role, plane }, i) => `${sample} ${role} ${plane} ${results[i]?.dataUpdatedAt}`).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the planes that have come
  return useMemo(() => {
    const image = (role: 'lr' | 'hr', plane: 'error' | 'mask') =>
      results[planes.findIndex(p => p.role === role && p.plane === plane)]?.data
    const lrCards = headers.data?.lr.cards ?? []
    const hrCards = headers.data?.hr?.cards ?? []
    const scale = factor ?? 1
    const hr = panelWcs(hrCards)
    // An LR image that was made from the HR one has no header of its own.
    const lr = lrCards.length > 0 ? panelWcs(lrCards) : panelWcs(hrCards, 1 / scale)
    const fine = panelWcs(lrCards, scale)
    return {
      lr: { wcs: lr.wcs, error: image('lr', 'error'), mask: image('lr', 'mask') },
      hr: { wcs: hr.wcs, error: image('hr', 'error'), mask: image('hr', 'mask') },
      sr: { wcs: fine.wcs ?? hr.wcs, mask: image('hr', 'mask') },
      problem: lr.problem ?? hr.problem,
    }
  }, [headers.data, factor, key])
}
