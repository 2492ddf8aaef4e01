import Box from '@mui/material/Box'
import Skeleton from '@mui/material/Skeleton'
import { useQuery } from '@tanstack/react-query'
import type { DatasetDetail } from '../../../../main/contract/datasets.ts'
import { datasetImageRef } from '../../../../main/contract/images.ts'
import { ErrorPanel } from '../../../ui/ErrorPanel.tsx'
import { FloatCanvas } from '../../../ui/FloatCanvas.tsx'
import { fetchPixels } from '../../../ui/floatImage.ts'
import { formatSize } from '../../../ui/format.ts'

interface SampleImageProps {
  dataset: Pick<DatasetDetail, 'id' | 'calibration' | 'lrSize' | 'hrSize'>
  sample: number
  which: 'lr' | 'hr'
}

/** The float image of one role of a sample, with the value under the cursor. */
export function SampleImage({ dataset: { id, calibration, lrSize, hrSize }, sample, which }: SampleImageProps) {
  const ref = datasetImageRef(id, sample, which)
  const image = useQuery({
    queryKey: ['pixels', ref],
    queryFn: ({ signal }) => fetchPixels(ref, signal),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const size = which === 'lr' ? lrSize : (hrSize ?? lrSize)
  return (
    <Box sx={{ minWidth: 0 }}>
      <Box sx={{ typography: 'caption', color: 'text.secondary', mb: 0.5 }}>
        {which.toUpperCase()}, {formatSize(size)}
      </Box>
      {image.isError && <ErrorPanel error={image.error} />}
      {image.isPending && (
        <Skeleton
          variant="rounded"
          sx={{ width: '100%', height: 'auto', aspectRatio: `${size.width} / ${size.height}`, mb: 3 }}
        />
      )}
      {image.data !== undefined && (
        <FloatCanvas
          image={image.data}
          label={`${which.toUpperCase()} image of sample ${sample}`}
          unit={calibration.unit ?? ''}
        />
      )}
    </Box>
  )
}
