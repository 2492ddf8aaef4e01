import Alert from '@mui/material/Alert'
import Button from '@mui/material/Button'
import LinearProgress from '@mui/material/LinearProgress'
import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { TrainingRequest } from '../../../main/contract/training.ts'
import { api } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { Facts } from '../../ui/Facts.tsx'
import { formatBytes, formatDuration, formatNumber } from '../../ui/format.ts'
import { MemoryRefusal } from './MemoryRefusal.tsx'

/** Whole seconds since it was shown. */
function useSeconds(): number {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setSeconds(s => s + 1), 1000)
    return () => clearInterval(timer)
  }, [])
  return seconds
}

function Measuring({ device }: { device: string }) {
  const seconds = useSeconds()
  return (
    <Stack sx={{ gap: 1 }}>
      <LinearProgress aria-label={t.train.measuringTimeAndMemory} />
      <Typography variant="caption" role="status" sx={{ color: 'text.secondary' }}>
        {t.train.aFewTrainingStepsRunOnTo(device, formatDuration(seconds))}
      </Typography>
    </Stack>
  )
}

interface EstimateBoxProps {
  readonly request: TrainingRequest
  readonly device: string
  /** Takes the batch that fits, where the request's does not. */
  readonly onBatch: (batchSize: number) => void
}

/** Time and memory that a start would take, measured when asked. A changed request needs a new measurement: give it a key. */
export function EstimateBox({ request, device, onBatch }: EstimateBoxProps) {
  const estimate = useMutation(api.training.estimate.mutationOptions())
  const measured = estimate.data
  if (estimate.isPending) return <Measuring device={device} />
  return (
    <Stack sx={{ gap: 1 }}>
      {measured && (
        <Facts
          facts={[
            [t.train.time, `about ${formatDuration(measured.totalSeconds)}`],
            [t.train.speed, `${formatNumber(measured.imagesPerSecond, 3)} images/s`],
            [
              t.train.memory,
              `${formatBytes(measured.peakMemoryBytes)} of ${formatBytes(measured.availableMemoryBytes)} free`,
            ],
            ...(measured.microBatch === null
              ? []
              : [[t.train.parts, t.train.eachBatchGoesThroughTheNetwork(measured.microBatch)] as const]),
          ]}
        />
      )}
      {measured && !measured.fits && (
        <Alert severity="warning" variant="outlined">
          {t.train.thisNeedsMoreMemoryThanIsFreeA}
        </Alert>
      )}
      {estimate.error && (
        <MemoryRefusal
          error={estimate.error}
          doing={t.train.measuringTimeAndMemory}
          onBatch={onBatch}
          onParts={microBatch => estimate.mutate({ ...request, microBatch })}
          onInsist={() => estimate.mutate({ ...request, ignoreMemory: true })}
        />
      )}
      <Button color="secondary" onClick={() => estimate.mutate(request)} sx={{ alignSelf: 'flex-start' }}>
        {measured ? t.train.measureAgain : t.train.measureTimeAndMemory}
      </Button>
    </Stack>
  )
}
