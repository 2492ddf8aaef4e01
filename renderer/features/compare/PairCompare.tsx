import Button from '@mui/material/Button'
import LinearProgress from '@mui/material/LinearProgress'
import Stack from '@mui/material/Stack'
import { useMemo, useRef } from 'react'
import type { DatasetSummary } from '../../../main/contract/datasets.ts'
import type { FloatImage } from '../../../main/domain/image.ts'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { NumberField } from '../../ui/NumberField.tsx'
import { withDerived } from '../../viewer/derived.ts'
import { FigureButton } from '../../viewer/figure/FigureButton.tsx'
import { MeasuredViewer } from '../../viewer/measure/MeasuredViewer.tsx'
import { MeasurePanel } from '../../viewer/measure/MeasurePanel.tsx'
import { MeasureToggle } from '../../viewer/measure/MeasureToggle.tsx'
import { useMeasure } from '../../viewer/measure/useMeasure.ts'
import { useFloatImages } from '../../viewer/useFloatImages.ts'
import { useViewInAddress } from '../../viewer/useViewInAddress.ts'
import { ViewerHint } from '../../viewer/ViewerHint.tsx'
import { ViewerToolbar } from '../../viewer/ViewerToolbar.tsx'
import { layerPanels, layerSources, referenceArcsec } from './layers.ts'
import { usePut } from './usePut.ts'
import { useSampleSky } from './useSampleSky.ts'

const CHOICES = [
  { layer: 'lr', title: 'LR' },
  { layer: 'hr', title: 'HR' },
]

/** A dataset's LR and HR images side by side, without any network. */
export function PairCompare({ dataset }: { dataset: DatasetSummary }) {
  const [query, put] = usePut()
  const [view, setView] = useViewInAddress()
  const measure = useMeasure()
  const viewer = useRef<HTMLDivElement>(null)
  const asked = Number(query.get('sample') ?? 0)
  const sample = Number.isInteger(asked) && asked >= 0 && asked < dataset.samples ? asked : 0
  const roles = dataset.paired ? (['lr', 'hr'] as const) : (['lr'] as const)
  const sources = [...layerSources(roles, { id: '', datasetId: dataset.id }, sample, dataset)].filter(
    ([layer]) => dataset.paired || !layer.startsWith('hr'),
  )
  const results = useFloatImages(sources.map(([, ref]) => ref))
  const sky = useSampleSky(dataset, sample)
  const failed = results.find(result => result.error)
  const key = sources.map(([, ref], index) => `${ref} ${results[index]?.dataUpdatedAt}`).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the images that have come
  const panels = useMemo(() => {
    const arrived = sources.map(([layer], index) => [layer, results[index]?.data] as const)
    const images = new Map(arrived.filter((entry): entry is [string, FloatImage] => entry[1] !== undefined))
    return layerPanels(CHOICES, images, dataset, sky)
  }, [key, dataset, sky])
  const allPanels = useMemo(() => withDerived(panels, view.derived), [panels, view.derived])
  const refs = new Map(sources)
  const go = (next: number) => put({ sample: String(next) })

  return (
    <Stack sx={{ gap: 2 }}>
      <ViewerToolbar view={view} onView={setView} panels={panels}>
        <Stack direction="row" sx={{ gap: 1, width: 280 }}>
          <Button color="secondary" disabled={sample === 0} onClick={() => go(sample - 1)}>
            {t.compare.previous}
          </Button>
          <NumberField
            label={t.compare.sample}
            integer
            min={0}
            max={dataset.samples - 1}
            value={sample}
            onChange={value => value !== null && Number.isInteger(value) && go(value)}
          />
          <Button color="secondary" disabled={sample >= dataset.samples - 1} onClick={() => go(sample + 1)}>
            {t.compare.next}
          </Button>
        </Stack>
        <MeasureToggle measure={measure} />
        <FigureButton
          viewer={viewer}
          panels={allPanels}
          view={view}
          regions={measure.isOpen ? measure.regions : []}
          pixelArcsec={referenceArcsec(dataset)}
          refs={refs}
          name={`${dataset.name}-${sample}`}
        />
      </ViewerToolbar>
      {failed && (
        <ErrorPanel error={failed.error} doing={t.compare.loadingTheImages} onRetry={() => void failed.refetch()} />
      )}
      {results.some(result => result.isPending) && <LinearProgress aria-label={t.compare.loadingTheImages} />}
      {panels.length > 0 && (
        <MeasuredViewer
          container={viewer}
          measure={measure}
          label={t.compare.sampleOf(sample, dataset.name)}
          panels={panels}
          view={view}
          onView={setView}
          aspect={dataset.lrSize.height / dataset.lrSize.width}
        />
      )}
      <ViewerHint problem={sky.problem} />
      {measure.isOpen && panels.length > 0 && (
        <MeasurePanel
          measure={measure}
          panels={allPanels}
          view={view}
          pixelArcsec={referenceArcsec(dataset)}
          name={`${dataset.name}-${sample}`}
        />
      )}
    </Stack>
  )
}
