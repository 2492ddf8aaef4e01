import Box from '@mui/material/Box'
import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import type { DatasetDetail } from '../../../../main/contract/datasets.ts'
import { MONO } from '../../../app/theme.ts'
import { Facts } from '../../../ui/Facts.tsx'
import { formatCount, formatMoment, formatQuantity, formatSize } from '../../../ui/format.ts'
import { describeLayout } from '../describe.ts'

/** Where the dataset comes from. */
export function AboutPanel({ dataset }: { dataset: DatasetDetail }) {
  const { calibration, simulation, symmetries } = dataset
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
