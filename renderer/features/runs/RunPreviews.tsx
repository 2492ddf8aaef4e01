import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { DatasetDetail } from '../../../main/contract/datasets.ts'
import { datasetImageRef, previewImageRef } from '../../../main/contract/images.ts'
import { api } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { FloatViewer } from '../../viewer/FloatViewer.tsx'
import { imageLimits } from '../../viewer/levels.ts'
import { viewerPanel } from '../../viewer/panels.ts'
import { useFloatImages } from '../../viewer/useFloatImages.ts'
import { DEFAULT_VIEW } from '../../viewer/viewState.ts'
import { type PreviewPoint, previewStrip } from './previewStrip.ts'

/** LR, five moments of the training, HR. */
const MOST_STEPS = 5

interface RunPreviewsProps {
  readonly runId: string
  readonly datasetId: string
  readonly previews: readonly PreviewPoint[]
}

/** The same images through a training, all in the HR image's stretch. */
export function RunPreviews({ runId, datasetId, previews }: RunPreviewsProps) {
  const dataset = useQuery(api.datasets.get.queryOptions({ input: { id: datasetId } }))
  const { samples, steps } = useMemo(() => previewStrip(previews, MOST_STEPS), [previews])
  if (samples.length === 0) {
    return (
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        {t.runs.theFirstPreviewComesWithThe}
      </Typography>
    )
  }
  return (
    <Stack sx={{ gap: 2 }}>
      {dataset.error && <Alert severity="warning">{t.runs.theDatasetOfThisRunIsGoneLRAnd}</Alert>}
      {samples.map(sample => (
        <PreviewRow
          key={sample}
          runId={runId}
          datasetId={datasetId}
          dataset={dataset.data}
          sample={sample}
          steps={steps}
        />
      ))}
    </Stack>
  )
}

interface PreviewRowProps {
  readonly runId: string
  readonly datasetId: string
  readonly dataset: DatasetDetail | undefined
  readonly sample: number
  readonly steps: readonly { readonly step: number; readonly epoch: number }[]
}

function PreviewRow({ runId, datasetId, dataset, sample, steps }: PreviewRowProps) {
  const refs = [
    datasetImageRef(datasetId, sample, 'lr'),
    ...steps.map(({ step }) => previewImageRef(runId, step, sample)),
    datasetImageRef(datasetId, sample, 'hr'),
  ]
  const results = useFloatImages(refs)
  const images = results.map(result => result.data)
  const [frame, setFrame] = useState(DEFAULT_VIEW.frame)
  const key = refs.map((ref, index) => `${ref}:${images[index] ? 1 : 0}`).join('|')
  const factor = dataset?.factor ?? 1
  const unit = dataset?.calibration.unit ?? null
  const sums = dataset?.calibration.fluxConvention === 'sum'
  const [lr] = images
  const hr = images.at(-1)

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the images that have come
  const panels = useMemo(
    () =>
      images.flatMap((image, index) => {
        if (!image) return []
        if (image === lr) {
          return [
            viewerPanel({ id: 'lr', title: 'LR', image, unit, scale: factor, levelFactor: sums ? factor * factor : 1 }),
          ]
        }
        if (image === hr) return [viewerPanel({ id: 'hr', title: 'HR', image, unit })]
        const { step, epoch } = steps[index - 1]
        return [viewerPanel({ id: `step-${step}`, title: `epoch ${epoch}`, image, unit })]
      }),
    [key, factor, unit, sums],
  )
  const limits = useMemo(() => (hr ? imageLimits(hr.data, DEFAULT_VIEW) : null), [hr])
  const view = useMemo(
    () => (limits ? { ...DEFAULT_VIEW, ...limits, rule: 'manual' as const, frame } : { ...DEFAULT_VIEW, frame }),
    [limits, frame],
  )
  if (panels.length === 0) return <Box sx={{ minHeight: 120 }} />
  return (
    <FloatViewer
      label={t.runs.sampleThroughTheTraining(sample)}
      panels={panels}
      view={view}
      onView={next => setFrame(next.frame)}
      columns={Math.max(4, panels.length)}
      aspect={(hr ?? lr) ? ((hr ?? lr)?.height ?? 1) / ((hr ?? lr)?.width ?? 1) : 1}
      details={false}
    />
  )
}
