import Box from '@mui/material/Box'
import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import type { DatasetDetail, Sample } from '../../../../main/contract/datasets.ts'
import { datasetPlaneRef } from '../../../../main/contract/images.ts'
import type { SamplePlanes as Planes } from '../../../../main/contract/planes.ts'
import { t } from '../../../text/t.ts'
import { Facts } from '../../../ui/Facts.tsx'
import { formatCount, UNKNOWN } from '../../../ui/format.ts'
import { baseName } from '../../../ui/source/paths.ts'
import { Thumbnail } from '../../../ui/Thumbnail.tsx'

const THUMBNAIL = 64

const describeMask = ({ masked, maskFrom }: Planes): string => {
  if (masked === 0) return t.data.everyPixelCounts
  const from = maskFrom.length === 0 ? t.data.missingValues : maskFrom.map(baseName).join(', ')
  return t.data.pxDoNotCount(formatCount(masked), from)
}

interface SideProps {
  datasetId: string
  sample: number
  which: 'lr' | 'hr'
  planes: Planes
}

function Side({ datasetId, sample, which, planes }: SideProps) {
  const name = which.toUpperCase()
  return (
    <Box sx={{ display: 'flex', gap: 2, alignItems: 'flex-start' }}>
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <Facts
          facts={[
            [t.data.noiseMap(name), planes.error === null ? UNKNOWN : baseName(planes.error)],
            [`${name} mask`, describeMask(planes)],
            [`${name} PSF`, planes.psf === null ? UNKNOWN : baseName(planes.psf)],
          ]}
        />
      </Box>
      {planes.psf !== null && (
        <Thumbnail
          imageRef={datasetPlaneRef(datasetId, sample, which, 'psf')}
          alt={t.data.psfOfTheImage(name)}
          size={THUMBNAIL}
        />
      )}
    </Box>
  )
}

const isAny = ({ error, masked, psf }: Planes): boolean => error !== null || masked > 0 || psf !== null

/** What belongs to the images of a sample; nothing where nothing does. */
export function SamplePlanes({ dataset: { id }, sample }: { dataset: Pick<DatasetDetail, 'id'>; sample: Sample }) {
  const { lrPlanes, hrPlanes, index } = sample
  if (!isAny(lrPlanes) && (hrPlanes === null || !isAny(hrPlanes))) return null
  return (
    <Box component="section">
      <Typography variant="h3" component="h2" sx={{ mb: 1 }}>
        {t.data.whatBelongsToIt}
      </Typography>
      <Stack sx={{ gap: 1 }}>
        <Side datasetId={id} sample={index} which="lr" planes={lrPlanes} />
        {hrPlanes !== null && <Side datasetId={id} sample={index} which="hr" planes={hrPlanes} />}
      </Stack>
    </Box>
  )
}
