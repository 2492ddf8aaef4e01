import Box from '@mui/material/Box'
import LinearProgress from '@mui/material/LinearProgress'
import MenuItem from '@mui/material/MenuItem'
import Stack from '@mui/material/Stack'
import TextField from '@mui/material/TextField'
import { useMemo, useRef } from 'react'
import type { DatasetSummary } from '../../../main/contract/datasets.ts'
import type { Evaluation } from '../../../main/contract/evaluations.ts'
import type { FloatImage } from '../../../main/domain/image.ts'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { Section } from '../../ui/Section.tsx'
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
import { ImageList } from './ImageList.tsx'
import { Consistency, ImageScores } from './ImageScores.tsx'
import { LayerPicker } from './LayerPicker.tsx'
import {
  DEFAULT_LAYERS,
  type Layer,
  layerChoices,
  layerPanels,
  layerSources,
  type OtherRun,
  referenceArcsec,
} from './layers.ts'
import { MethodTable } from './MethodTable.tsx'
import { ORDER_KEYS, rankedImages } from './order.ts'
import { SideNotice } from './SideNotice.tsx'
import { useOtherRuns } from './useOtherRuns.ts'
import { usePut } from './usePut.ts'
import { useSampleSky } from './useSampleSky.ts'

interface EvaluationCompareProps {
  readonly evaluation: Evaluation
  readonly dataset: DatasetSummary
  /** Runs whose images may stand beside; absent: the newest others of these images. */
  readonly others?: readonly OtherRun[]
  /** What this run's image is called, and the panels that are shown first. */
  readonly networkTitle?: string
  readonly firstLayers?: readonly Layer[]
}

/** Panels in a row before they wrap: many small ones, or few large ones. */
const COLUMNS = [1, 2, 3, 4, 5, 6]
const DEFAULT_COLUMNS = 5

/** An evaluation's images side by side, its worst first, and its scores. */
export function EvaluationCompare({
  evaluation,
  dataset,
  others: given,
  networkTitle = 'SR',
  firstLayers = DEFAULT_LAYERS,
}: EvaluationCompareProps) {
  const [query, put] = usePut()
  const [view, setView] = useViewInAddress()
  const measure = useMeasure()
  const viewer = useRef<HTMLDivElement>(null)
  const order = ORDER_KEYS.find(key => key === query.get('sort')) ?? 'psnr'
  const bestFirst = query.get('first') === 'best'
  const ranked = useMemo(() => rankedImages(evaluation, order, bestFirst), [evaluation, order, bestFirst])
  const asked = Number(query.get('sample') ?? Number.NaN)
  const shownImage = ranked.find(image => image.sample === asked) ?? ranked[0]
  const sample = shownImage?.sample ?? 0

  const sky = useSampleSky(dataset, sample)
  const newest = useOtherRuns(evaluation)
  const others = given ?? newest
  const choices = useMemo(
    () => layerChoices(evaluation, dataset, others, networkTitle),
    [evaluation, dataset, others, networkTitle],
  )
  const shownText = query.get('panels')
  const shown = useMemo(() => {
    const wanted = shownText?.split(',') ?? firstLayers
    const known = choices.filter(choice => wanted.includes(choice.layer))
    return known.length > 0 ? known : choices.slice(0, 1)
  }, [choices, shownText, firstLayers])

  const layers = shown.map(choice => choice.layer)
  const sources = layerSources(layers, evaluation, sample, dataset)
  const results = useFloatImages([...sources.values()])
  const failed = results.find(result => result.error)
  const isLoading = results.some(result => result.isPending)
  const arrived = [...sources.keys()].map((layer, index) => [layer, results[index]?.data] as const)
  const key = `${[...sources.values()].join('|')} ${results.map(result => result.dataUpdatedAt).join(',')}`
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the images that have come
  const panels = useMemo(() => {
    const images = new Map(arrived.filter((entry): entry is [string, FloatImage] => entry[1] !== undefined))
    return layerPanels(shown, images, dataset, sky)
  }, [key, shown, dataset, sky])
  const allPanels = useMemo(() => withDerived(panels, view.derived), [panels, view.derived])
  const columns = COLUMNS.find(count => count === Number(query.get('columns'))) ?? DEFAULT_COLUMNS
  const aspect = dataset.lrSize.height / dataset.lrSize.width

  return (
    <Stack sx={{ gap: 3 }}>
      <SideNotice evaluation={evaluation} />
      <Box sx={{ display: 'grid', gap: 3, gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: '216px minmax(0, 1fr)' } }}>
        <Box sx={{ position: 'relative', minHeight: 320 }}>
          <Box sx={{ position: { lg: 'absolute' }, inset: 0, height: { xs: 320, lg: 'auto' } }}>
            <ImageList
              datasetId={evaluation.datasetId}
              images={ranked}
              sample={sample}
              order={order}
              bestFirst={bestFirst}
              onSample={next => put({ sample: String(next) })}
              onOrder={(next, best) => put({ sort: next, first: best ? 'best' : undefined })}
            />
          </Box>
        </Box>
        <Stack sx={{ gap: 2, minWidth: 0 }}>
          <ViewerToolbar view={view} onView={setView} panels={panels}>
            <LayerPicker choices={choices} shown={layers} onShown={next => put({ panels: next.join(',') })} />
            <TextField
              select
              label={t.compare.inARow}
              value={columns}
              onChange={event => put({ columns: event.target.value })}
              sx={{ minWidth: 72 }}
            >
              {COLUMNS.map(count => (
                <MenuItem key={count} value={count}>
                  {count}
                </MenuItem>
              ))}
            </TextField>
            <MeasureToggle measure={measure} />
            <FigureButton
              viewer={viewer}
              panels={allPanels}
              view={view}
              regions={measure.isOpen ? measure.regions : []}
              pixelArcsec={referenceArcsec(dataset)}
              refs={sources}
              name={shownImage?.name ?? dataset.name}
            />
          </ViewerToolbar>
          <Box sx={{ height: 2 }}>
            {isLoading && <LinearProgress aria-label={t.compare.loadingTheImages} sx={{ height: 2 }} />}
          </Box>
          {failed && (
            <ErrorPanel error={failed.error} doing={t.compare.loadingTheImages} onRetry={() => void failed.refetch()} />
          )}
          {panels.length > 0 && (
            <MeasuredViewer
              container={viewer}
              measure={measure}
              label={t.compare.image(shownImage?.name ?? '')}
              panels={panels}
              view={view}
              onView={setView}
              columns={Math.min(columns, panels.length)}
              aspect={aspect}
            />
          )}
          <ViewerHint problem={sky.problem} />
        </Stack>
      </Box>
      {measure.isOpen && panels.length > 0 && (
        <MeasurePanel
          measure={measure}
          panels={allPanels}
          view={view}
          pixelArcsec={referenceArcsec(dataset)}
          name={shownImage?.name ?? dataset.name}
        />
      )}
      <Section title={t.compare.scoresOverAllImages}>
        <MethodTable methods={evaluation.methods} />
      </Section>
      <Box sx={{ display: 'grid', gap: 3, gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: '3fr 2fr' } }}>
        <Section title={t.compare.scoresOf(shownImage?.name ?? t.compare.thisImage)}>
          <ImageScores evaluation={evaluation} sample={sample} />
        </Section>
        <Section title={t.compare.agreementWithTheObservation}>
          <Consistency evaluation={evaluation} sample={sample} />
        </Section>
      </Box>
    </Stack>
  )
}
