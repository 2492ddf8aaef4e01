import Alert from '@mui/material/Alert'
import Button from '@mui/material/Button'
import LinearProgress from '@mui/material/LinearProgress'
import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { Facts } from '../../ui/Facts.tsx'
import { formatBytes, formatDuration, formatNumber } from '../../ui/format.ts'
import { MemoryRefusal } from './MemoryRefusal.tsx'
import type { StageStart } from './request.ts'

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
  readonly start: StageStart
  readonly device: string
  /** Takes the batch that fits, where the request's does not. */
  readonly onBatch: (batchSize: number) => void
}

/** Time and memory that a start would take, measured when asked. A changed request needs a new measurement: give it a key. */
export function EstimateBox({ start, device, onBatch }: EstimateBoxProps) {
  const images = useMutation(api.training.estimate.mutationOptions())
  const classifier = useMutation(api.classifiers.estimate.mutationOptions())
  const estimate = start.kind === 'images' ? images : classifier
  const measure = (how: { ignoreMemory?: boolean; microBatch?: number }) => {
    if (start.kind === 'images') images.mutate({ ...start.request, ...how })
    else classifier.mutate({ ...start.request, ...(how.ignoreMemory && { ignoreMemory: true }) })
  }
  const measured = estimate.data
  if (estimate.isPending) return <Measuring device={device} />
  return (
    <Stack sx={{ gap: 1 }}>
      {measured && (
        <Facts
          facts={[
            [t.train.time, t.train.about(formatDuration(measured.totalSeconds))],
            [t.train.speed, t.train.imagesASecond(formatNumber(measured.imagesPerSecond, 3))],
            [
              t.train.memory,
              t.train.ofFree(formatBytes(measured.peakMemoryBytes), formatBytes(measured.availableMemoryBytes)),
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
          onParts={start.kind === 'images' ? microBatch => measure({ microBatch }) : undefined}
          onInsist={() => measure({ ignoreMemory: true })}
        />
      )}
      <Button color="secondary" onClick={() => measure({})} sx={{ alignSelf: 'flex-start' }}>
        {measured ? t.train.measureAgain : t.train.measureTimeAndMemory}
      </Button>
    </Stack>
  )
}
