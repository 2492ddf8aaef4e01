import Skeleton from '@mui/material/Skeleton'
import { useQuery } from '@tanstack/react-query'
import type { DatasetDetail } from '../../../../main/contract/datasets.ts'
import { datasetImageRef } from '../../../../main/contract/images.ts'
import { ErrorPanel } from '../../../ui/ErrorPanel.tsx'
import { fetchPixels } from '../../../ui/floatImage.ts'
import { PairViewer } from '../../../ui/PairViewer.tsx'

interface SampleImagesProps {
  dataset: Pick<DatasetDetail, 'id' | 'paired' | 'calibration'>
  sample: number
}

/** The float images of a sample, LR beside HR, with the values under the cursor. */
export function SampleImages({ dataset: { id, paired, calibration }, sample }: SampleImagesProps) {
  const images = useQuery({
    queryKey: ['pair', id, sample],
    queryFn: async ({ signal }) => {
      const [lr, hr] = await Promise.all([
        fetchPixels(datasetImageRef(id, sample, 'lr'), signal),
        paired ? fetchPixels(datasetImageRef(id, sample, 'hr'), signal) : null,
      ])
      return { lr, hr }
    },
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  })
  if (images.isError) return <ErrorPanel error={images.error} doing="Reading the images" />
  if (images.isPending) return <Skeleton variant="rounded" height={248} />
  return (
    <PairViewer
      label={`Images of sample ${sample}`}
      {...images.data}
      unit={calibration.unit}
      fluxConvention={calibration.fluxConvention}
    />
  )
}
