import PreviousIcon from '@mui/icons-material/ChevronLeftOutlined'
import NextIcon from '@mui/icons-material/ChevronRightOutlined'
import CloseIcon from '@mui/icons-material/CloseOutlined'
import Box from '@mui/material/Box'
import IconButton from '@mui/material/IconButton'
import Paper from '@mui/material/Paper'
import Skeleton from '@mui/material/Skeleton'
import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import { useQuery } from '@tanstack/react-query'
import type { ImageStats } from '../../../../main/contract/common.ts'
import type { DatasetDetail, Sample } from '../../../../main/contract/datasets.ts'
import { api } from '../../../app/api.ts'
import { t } from '../../../text/t.ts'
import { ErrorPanel } from '../../../ui/ErrorPanel.tsx'
import { Facts } from '../../../ui/Facts.tsx'
import { formatFixed, formatNumber, UNKNOWN } from '../../../ui/format.ts'
import { SampleClass } from '../../classifiers/SampleClass.tsx'
import { RoleHistogram } from './RoleHistogram.tsx'
import { SampleHeader } from './SampleHeader.tsx'
import { SampleImages } from './SampleImages.tsx'
import { SamplePlanes } from './SamplePlanes.tsx'

interface SamplePanelProps {
  dataset: DatasetDetail
  sample: number
  onChoose: (sample: number | null) => void
}

const describeStats = ({ min, max, mean, std, nonFinite }: ImageStats): string =>
  `${formatNumber(min)} to ${formatNumber(max)}, mean ${formatNumber(mean)}, std ${formatNumber(std)}${nonFinite > 0 ? t.data.blankPx(nonFinite) : ''}`

function SampleFacts({ sample, unit }: { sample: Sample; unit: string | null }) {
  const { offset, hrStats } = sample
  return (
    <Facts
      facts={[
        [t.data.side, sample.side ?? UNKNOWN],
        [t.data.group, sample.group],
        [t.data.lrFile, sample.lrFile],
        [t.data.hrFile, sample.hrFile ?? UNKNOWN],
        [`LR, ${unit ?? t.common.imageUnit}`, describeStats(sample.lrStats)],
        [`HR, ${unit ?? t.common.imageUnit}`, hrStats === null ? UNKNOWN : describeStats(hrStats)],
        [t.data.hrFluxLRFlux, formatNumber(sample.fluxRatio)],
        [
          t.data.offsetOfHR,
          offset === null
            ? UNKNOWN
            : t.data.hrPxConfidence(
                formatFixed(offset.dx, 3),
                formatFixed(offset.dy, 3),
                formatNumber(offset.confidence, 2),
              ),
        ],
      ]}
    />
  )
}

/** One pair: its images, values, histogram and headers. */
export function SamplePanel({ dataset, sample: index, onChoose }: SamplePanelProps) {
  const page = useQuery(api.datasets.samples.queryOptions({ input: { id: dataset.id, offset: index, limit: 1 } }))
  const sample = page.data?.samples[0]
  const { paired, calibration } = dataset
  return (
    <Paper
      component="aside"
      variant="outlined"
      aria-label={t.data.theChosenSample}
      sx={{ display: 'flex', flexDirection: 'column', minHeight: 0 }}
    >
      <Box
        sx={{ display: 'flex', alignItems: 'center', px: 2, minHeight: 41, borderBottom: 1, borderColor: 'divider' }}
      >
        <Typography variant="h2" noWrap sx={{ flex: 1 }}>
          {sample?.name ?? <Skeleton width={120} />}
        </Typography>
        <IconButton
          size="small"
          aria-label={t.data.previousSample}
          disabled={index === 0}
          onClick={() => onChoose(index - 1)}
        >
          <PreviousIcon fontSize="small" />
        </IconButton>
        <IconButton
          size="small"
          aria-label={t.data.nextSample}
          disabled={index + 1 >= dataset.samples}
          onClick={() => onChoose(index + 1)}
        >
          <NextIcon fontSize="small" />
        </IconButton>
        <IconButton size="small" aria-label={t.data.closeTheSample} onClick={() => onChoose(null)}>
          <CloseIcon fontSize="small" />
        </IconButton>
      </Box>
      <Stack sx={{ gap: 2, p: 2, overflow: 'auto', flex: 1 }}>
        {page.isError && <ErrorPanel error={page.error} doing={t.data.openingTheSample} />}
        {sample === undefined ? (
          <Skeleton variant="rounded" height={488} />
        ) : (
          <>
            <SampleImages dataset={dataset} sample={sample} />
            <SampleClass key={sample.index} dataset={dataset} sample={sample} />
            <SampleFacts sample={sample} unit={calibration.unit} />
            <SamplePlanes dataset={dataset} sample={sample} />
          </>
        )}
        <RoleHistogram dataset={dataset} which="lr" sample={index} />
        {paired && <RoleHistogram dataset={dataset} which="hr" sample={index} />}
        <SampleHeader datasetId={dataset.id} sample={index} />
      </Stack>
    </Paper>
  )
}
