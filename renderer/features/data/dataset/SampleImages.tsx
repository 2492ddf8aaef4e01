import Skeleton from '@mui/material/Skeleton'
import { useQuery } from '@tanstack/react-query'
import type { DatasetDetail, Sample } from '../../../../main/contract/datasets.ts'
import { datasetImageRef, datasetPlaneRef } from '../../../../main/contract/images.ts'
import { t } from '../../../text/t.ts'
import { ErrorPanel } from '../../../ui/ErrorPanel.tsx'
import { fetchPixels } from '../../../ui/floatImage.ts'
import { PairViewer } from '../../../ui/PairViewer.tsx'

interface SampleImagesProps {
  dataset: Pick<DatasetDetail, 'id' | 'paired' | 'calibration'>
  sample: Sample
}

/** The float image of a side, with the mask and the noise map that belong to it. */
async function fetchSide(id: string, sample: Sample, role: 'lr' | 'hr', signal: AbortSignal) {
  const { index, lrPlanes, hrPlanes } = sample
  const { error: errorFile } = (role === 'lr' ? lrPlanes : hrPlanes) ?? lrPlanes
  // What does not count in the LR does not in the HR under it either.
  const masked = lrPlanes.masked + (role === 'hr' ? (hrPlanes?.masked ?? 0) : 0)
  const [image, mask, error] = await Promise.all([
    fetchPixels(datasetImageRef(id, index, role), signal),
    masked > 0 ? fetchPixels(datasetPlaneRef(id, index, role, 'mask'), signal) : undefined,
    errorFile === null ? undefined : fetchPixels(datasetPlaneRef(id, index, role, 'error'), signal),
  ])
  return { image, mask, error }
}

/** The float images of a sample, LR beside HR, with the values under the cursor and what is masked hatched. */
export function SampleImages({ dataset: { id, paired, calibration }, sample }: SampleImagesProps) {
  const { index } = sample
  const images = useQuery({
    queryKey: ['pair', id, index],
    queryFn: async ({ signal }) => {
      const [lr, hr] = await Promise.all([
        fetchSide(id, sample, 'lr', signal),
        paired ? fetchSide(id, sample, 'hr', signal) : null,
      ])
      return { lr, hr }
    },
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  })
  if (images.isError) return <ErrorPanel error={images.error} doing={t.data.readingTheImages} />
  if (images.isPending) return <Skeleton variant="rounded" height={248} />
  const { lr, hr } = images.data
  return (
    <PairViewer
      label={t.data.imagesOfSample(index)}
      lr={lr.image}
      hr={hr?.image ?? null}
      lrPlanes={lr}
      hrPlanes={hr}
      unit={calibration.unit}
      fluxConvention={calibration.fluxConvention}
    />
  )
}
