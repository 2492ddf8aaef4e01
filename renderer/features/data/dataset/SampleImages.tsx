import Skeleton from '@mui/material/Skeleton'
import { useQuery } from '@tanstack/react-query'
import type { DatasetDetail, Sample } from '../../../../main/contract/datasets.ts'
import { datasetImageRef, datasetPlaneRef } from '../../../../main/contract/images.ts'
import type { SamplePlanes } from '../../../../main/contract/planes.ts'
import { ErrorPanel } from '../../../ui/ErrorPanel.tsx'
import { fetchPixels } from '../../../ui/floatImage.ts'
import { PairViewer } from '../../../ui/PairViewer.tsx'

interface SampleImagesProps {
  dataset: Pick<DatasetDetail, 'id' | 'paired' | 'calibration'>
  sample: Sample
}

/** The float image of a side, with the mask and the noise map that belong to it. */
async function fetchSide(id: string, sample: number, role: 'lr' | 'hr', planes: SamplePlanes, signal: AbortSignal) {
  const [image, mask, error] = await Promise.all([
    fetchPixels(datasetImageRef(id, sample, role), signal),
    planes.masked > 0 ? fetchPixels(datasetPlaneRef(id, sample, role, 'mask'), signal) : undefined,
    planes.error === null ? undefined : fetchPixels(datasetPlaneRef(id, sample, role, 'error'), signal),
  ])
  return { image, mask, error }
}

/** The float images of a sample, LR beside HR, with the values under the cursor and what is masked hatched. */
export function SampleImages({ dataset: { id, paired, calibration }, sample }: SampleImagesProps) {
  const { index, lrPlanes, hrPlanes } = sample
  const images = useQuery({
    queryKey: ['pair', id, index],
    queryFn: async ({ signal }) => {
      const [lr, hr] = await Promise.all([
        fetchSide(id, index, 'lr', lrPlanes, signal),
        paired && hrPlanes ? fetchSide(id, index, 'hr', hrPlanes, signal) : null,
      ])
      return { lr, hr }
    },
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  })
  if (images.isError) return <ErrorPanel error={images.error} doing="Reading the images" />
  if (images.isPending) return <Skeleton variant="rounded" height={248} />
  const { lr, hr } = images.data
  return (
    <PairViewer
      label={`Images of sample ${index}`}
      lr={lr.image}
      hr={hr?.image ?? null}
      lrPlanes={lr}
      hrPlanes={hr}
      unit={calibration.unit}
      fluxConvention={calibration.fluxConvention}
    />
  )
}
