import Box from '@mui/material/Box'
import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import type { DatasetDetail } from '../../../../main/contract/datasets.ts'
import { t } from '../../../text/t.ts'
import { Facts } from '../../../ui/Facts.tsx'
import { formatCount, formatMoment, formatQuantity, formatSize, UNKNOWN } from '../../../ui/format.ts'
import { describeLayout } from '../describe.ts'
import { describeCounts, describeMaskedShare, describeRole, nameOfKind } from '../planes.ts'

/** What files and extensions were taken as on import. */
function KindList({ dataset: { kinds, qualityBits } }: { dataset: DatasetDetail }) {
  return (
    <div>
      <Typography variant="h3" component="h2">
        {t.data.whatBelongsToAnImage}
      </Typography>
      <Facts facts={kinds.map(kind => [nameOfKind(kind), `${describeRole(kind.role)}: ${kind.reason}`])} />
      {qualityBits !== null && (
        <Typography variant="body2">{t.data.aFlaggedPixelIsBadByTheBits0x(qualityBits.toString(16))}</Typography>
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
          [t.data.made, `${formatMoment(dataset.createdAt)}, ${dataset.kind}`],
          [t.data.source, dataset.source],
          [t.data.layout, describeLayout(dataset.layout)],
          [t.data.samples, formatCount(dataset.samples)],
          [t.data.lrImage, formatSize(dataset.lrSize)],
          [t.data.hrImage, formatSize(dataset.hrSize)],
          [t.data.lrPixelScale, formatQuantity(calibration.pixelScaleArcsec, 'arcsec')],
          [t.data.noiseMaps, describeCounts(planes.error, dataset) ?? UNKNOWN],
          [t.data.masks, masked === null ? UNKNOWN : `${masked} (${describeMaskedShare(planes.maskedShare)})`],
          ['PSFs', describeCounts(planes.psf, dataset) ?? UNKNOWN],
          [t.data.photometry, calibration.calibrated ? 'calibrated' : 'uncalibrated'],
          [t.data.contentHash, dataset.hash],
          [t.data.id, dataset.id],
        ]}
      />
      <div>
        <Typography variant="h3" component="h2">
          {t.data.rotationsAndMirrors}
        </Typography>
        <Typography variant="body2">
          {symmetries.allowed ? t.data.safeAsAugmentation : t.data.notSafeAsAugmentation}
          {symmetries.reason}
        </Typography>
      </div>
      {dataset.kinds.length > 0 && <KindList dataset={dataset} />}
      {simulation !== null && (
        <Box component="details" sx={{ typography: 'body2', '& summary': { cursor: 'pointer' } }}>
          <summary>{t.data.parametersOfTheSimulation}</summary>
          <Box
            component="pre"
            sx={{
              m: 0,
              mt: 1,
              typography: 'code',
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
