import LinearProgress from '@mui/material/LinearProgress'
import MenuItem from '@mui/material/MenuItem'
import Slider from '@mui/material/Slider'
import Stack from '@mui/material/Stack'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { useQueries } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { datasetImageRef, previewImageRef } from '../../../../main/contract/images.ts'
import type { RunDetail } from '../../../../main/contract/runs.ts'
import { api } from '../../../app/api.ts'
import { t } from '../../../text/t.ts'
import { FloatViewer } from '../../../viewer/FloatViewer.tsx'
import { type ViewerPanel, viewerPanel } from '../../../viewer/panels.ts'
import { useFloatImages } from '../../../viewer/useFloatImages.ts'
import { DEFAULT_VIEW } from '../../../viewer/viewState.ts'
import { difference } from '../../compare/layers.ts'
import type { ComparedRun } from '../runLook.ts'
import { commonPreviews, previewAt } from './trainingMoments.ts'

/** More would be stamps. */
const MOST_RUNS = 6

interface TrainedRun {
  readonly letter: string
  readonly detail: RunDetail
}

/** The previews that the runs kept: the same image in all, at the same epoch, with its residuals. */
export function TrainingImages({ runs }: { runs: readonly ComparedRun[] }) {
  const details = useQueries({
    queries: runs.slice(0, MOST_RUNS).map(({ run }) => api.runs.get.queryOptions({ input: { id: run.id } })),
  })
  const isPending = details.some(result => result.isPending)
  const datasetId = details[0]?.data?.datasetId ?? null
  const key = details.map(result => result.dataUpdatedAt).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the runs that have come
  const trained = useMemo(
    () =>
      details.flatMap(({ data }, index): TrainedRun[] =>
        data && data.previews.length > 0 && data.datasetId === datasetId
          ? [{ letter: runs[index].letter, detail: data }]
          : [],
      ),
    [key, datasetId, runs],
  )
  const { samples, epochs } = useMemo(() => commonPreviews(trained.map(({ detail }) => detail)), [trained])
  if (isPending) return <LinearProgress aria-label={t.compareRuns.lookingForPreviews} />
  if (datasetId === null || trained.length === 0 || samples.length === 0) {
    return (
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        {t.compareRuns.theseRunsKeepNoPreviewsOfA}
      </Typography>
    )
  }
  return <Moments runs={trained} datasetId={datasetId} samples={samples} epochs={epochs} />
}

interface MomentsProps {
  readonly runs: readonly TrainedRun[]
  readonly datasetId: string
  readonly samples: readonly number[]
  readonly epochs: readonly number[]
}

function Moments({ runs, datasetId, samples, epochs }: MomentsProps) {
  const [sample, setSample] = useState(samples[0])
  const [place, setPlace] = useState(epochs.length - 1)
  const [view, setView] = useState(DEFAULT_VIEW)
  const epoch = epochs[Math.min(place, epochs.length - 1)]
  const shown = runs.flatMap(({ letter, detail }) => {
    const preview = previewAt(detail.previews, sample, epoch)
    return preview ? [{ letter, epoch: preview.epoch, ref: previewImageRef(detail.id, preview.step, sample) }] : []
  })
  const results = useFloatImages([datasetImageRef(datasetId, sample, 'hr'), ...shown.map(({ ref }) => ref)])
  const key = shown.map(({ ref }, i) => `${ref} ${results[i + 1]?.dataUpdatedAt} ${results[0]?.dataUpdatedAt}`).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the images that have come
  const panels = useMemo((): ViewerPanel[] => {
    const [hr, ...images] = results.map(result => result.data)
    if (!hr) return []
    const arrived = shown.flatMap((one, i) => (images[i] ? [{ ...one, image: images[i] }] : []))
    return [
      viewerPanel({ id: 'hr', title: 'HR', image: hr, unit: null }),
      ...arrived.map(({ letter, epoch: at, image }) =>
        viewerPanel({ id: `sr-${letter}`, title: `${letter}, epoch ${at}`, image, unit: null }),
      ),
      ...arrived.map(({ letter, image }) =>
        viewerPanel({
          id: `residual-${letter}`,
          title: `${letter} - HR`,
          kind: 'residual',
          image: difference(image, hr),
          unit: null,
        }),
      ),
    ]
  }, [key])
  const [first] = panels
  return (
    <Stack sx={{ gap: 2 }}>
      <Stack direction="row" sx={{ gap: 3, alignItems: 'center', flexWrap: 'wrap' }}>
        <TextField
          select
          label={t.compareRuns.image}
          value={sample}
          onChange={event => setSample(Number(event.target.value))}
          sx={{ minWidth: 120 }}
        >
          {samples.map(one => (
            <MenuItem key={one} value={one}>
              {t.compareRuns.sample(one)}
            </MenuItem>
          ))}
        </TextField>
        <Typography variant="body2" id="training-epoch" sx={{ minWidth: 96 }}>
          {t.compareRuns.epoch(epoch)}
        </Typography>
        <Slider
          aria-labelledby="training-epoch"
          value={place}
          min={0}
          max={epochs.length - 1}
          step={1}
          onChange={(_, value) => setPlace(Array.isArray(value) ? value[0] : value)}
          sx={{ flex: 1, minWidth: 200, maxWidth: 560 }}
        />
      </Stack>
      {first && (
        <FloatViewer
          label={t.compareRuns.sampleAtEpochInAllRuns(sample, epoch)}
          panels={panels}
          view={view}
          onView={setView}
          columns={shown.length + 1}
          aspect={first.image.height / first.image.width}
        />
      )}
    </Stack>
  )
}
