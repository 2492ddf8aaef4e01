import Box from '@mui/material/Box'
import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import type { DatasetDetail } from '../../../../main/contract/datasets.ts'
import { MONO } from '../../../app/theme.ts'
import { Facts } from '../../../ui/Facts.tsx'
import { formatCount, formatMoment, formatQuantity, formatSize, UNKNOWN } from '../../../ui/format.ts'
import { describeLayout } from '../describe.ts'
import { describeCounts, describeMaskedShare, describeRole, nameOfKind } from '../planes.ts'

/** What files and extensions were taken as on import. */
function KindList({ dataset: { kinds, qualityBits } }: { dataset: DatasetDetail }) {
  return (
    <div>
      <Typography variant="h3" component="h2">
        What belongs to an image
      </Typography>
      <Facts facts={kinds.map(kind => [nameOfKind(kind), `${describeRole(kind.role)}: ${kind.reason}`])} />
      {qualityBits !== null && (
        <Typography variant="body2">A flagged pixel is bad by the bits 0x{qualityBits.toString(16)}.</Typography>
      )}
    </div>
  )
}

/** Where the dataset comes from. */
export function AboutPanel({ dataset }: { dataset: DatasetDetail }) {
  const { calibration, simulation, symmetries, planes } = dataset
  const masked = describeCounts(planes.masked, dataset)
  return (
    <Stack sx={{ gap: 3 }}>
      <Facts
        facts={[
          ['Made', `${formatMoment(dataset.createdAt)}, ${dataset.kind}`],
          ['Source', dataset.source],
          ['Layout', describeLayout(dataset.layout)],
          ['Samples', formatCount(dataset.samples)],
          ['LR image', formatSize(dataset.lrSize)],
          ['HR image', formatSize(dataset.hrSize)],
          ['LR pixel scale', formatQuantity(calibration.pixelScaleArcsec, 'arcsec')],
          ['Noise maps', describeCounts(planes.error, dataset) ?? UNKNOWN],
          ['Masks', masked === null ? UNKNOWN : `${masked} (${describeMaskedShare(planes.maskedShare)})`],
          ['PSFs', describeCounts(planes.psf, dataset) ?? UNKNOWN],
          ['Photometry', calibration.calibrated ? 'calibrated' : 'uncalibrated'],
          ['Content hash', dataset.hash],
          ['Id', dataset.id],
        ]}
      />
      <div>
        <Typography variant="h3" component="h2">
          Rotations and mirrors
        </Typography>
        <Typography variant="body2">
          {symmetries.allowed ? 'Safe as augmentation. ' : 'Not safe as augmentation. '}
          {symmetries.reason}
        </Typography>
      </div>
      {dataset.kinds.length > 0 && <KindList dataset={dataset} />}
      {simulation !== null && (
        <Box component="details" sx={{ typography: 'body2', '& summary': { cursor: 'pointer' } }}>
          <summary>Parameters of the simulation</summary>
          <Box
            component="pre"
            sx={{
              m: 0,
              mt: 1,
              fontFamily: MONO,
              fontSize: '0.75rem',
              whiteSpace: 'pre-wrap',
              overflowWrap: 'anywhere',
            }}
          >
            {JSON.stringify(simulation, null, 2)}
          </Box>
        </Box>
      )}
    </Stack>
  )
}
