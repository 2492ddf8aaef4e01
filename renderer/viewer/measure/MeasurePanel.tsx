import Alert from '@mui/material/Alert'
import Button from '@mui/material/Button'
import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import { type KeyboardEvent, useDeferredValue, useMemo } from 'react'
import { skyGridOf } from '../../../main/domain/regions/ds9/skyGrid.ts'
import type { Region } from '../../../main/domain/regions/region.ts'
import { SendButton } from '../../features/samp/SendButton.tsx'
import { t } from '../../text/t.ts'
import { Section } from '../../ui/Section.tsx'
import { fileName, saveFile } from '../../ui/saveFile.ts'
import { linkPanels } from '../linking.ts'
import type { ViewerPanel } from '../panels.ts'
import type { ViewState } from '../viewState.ts'
import { MeasureTable } from './MeasureTable.tsx'
import { rowsAsCsv, rowsAsTable, rowsAsTsv } from './measureColumns.ts'
import { measurable, measureAll } from './measurements.ts'
import { ProfileCharts } from './ProfileCharts.tsx'
import { RegionFiles } from './RegionFiles.tsx'
import { RegionForm } from './RegionForm.tsx'
import { RegionTools } from './RegionTools.tsx'
import { referenceSide } from './referenceSide.ts'
import { REGION_KEYS_HELP, undoByKey } from './regionKeys.ts'
import { addressedRegions, regionName } from './regionSet.ts'
import { SkyFields } from './SkyFields.tsx'
import type { Measure } from './useMeasure.ts'

interface MeasurePanelProps {
  readonly measure: Measure
  /** Those that are made of others included. */
  readonly panels: readonly ViewerPanel[]
  readonly view: ViewState
  /** Side of a reference pixel, arcsec; null: by a panel's WCS. */
  readonly pixelArcsec: number | null
  /** What is looked at, for names of files. */
  readonly name: string
}

/** A region drawn without a pointer reaches over this share of the image. */
const SHARE = 1 / 8

/** The regions as a table of what is in them, with the tools to draw, edit, import and export them. */
export function MeasurePanel({ measure, panels: all, view, pixelArcsec, name }: MeasurePanelProps) {
  // Measuring may lag behind a drag by a frame; the outlines do not.
  const regions = useDeferredValue(measure.regions)
  const { sky } = measure
  const { link } = view
  const panels = useMemo(() => measurable(all), [all])
  const linking = useMemo(() => linkPanels(all, link), [all, link])
  const set = useMemo(() => ({ panels, regions, linking, sky }), [panels, regions, linking, sky])
  const rows = useMemo(() => measureAll(set), [set])
  const grid = useMemo(() => skyOf(panels), [panels])
  const { extent } = linking
  const addressed = addressedRegions(measure.regions).length
  const middle = view.frame ?? { x: (extent.width - 1) / 2, y: (extent.height - 1) / 2 }
  const chosen = measure.regions.find(region => region.id === measure.selected)
  const deferred = regions.find(region => region.id === measure.selected)
  const put = (region: Region) => measure.change(measure.regions.map(old => (old.id === region.id ? region : old)))
  const keyDown = (event: KeyboardEvent) => {
    // A field's own undo goes first.
    if (event.target instanceof HTMLInputElement || !undoByKey(measure, event)) return
    event.preventDefault()
  }
  return (
    <Section
      title={t.measure.measurements}
      actions={
        <Stack direction="row" sx={{ gap: 1 }}>
          <Button
            size="small"
            color="secondary"
            disabled={rows.length === 0}
            onClick={() => void navigator.clipboard.writeText(rowsAsTsv(rows))}
          >
            {t.measure.copyTheTable}
          </Button>
          <Button
            size="small"
            color="secondary"
            disabled={rows.length === 0}
            onClick={() => saveFile(fileName(name, 'csv'), rowsAsCsv(rows), 'text/csv')}
          >
            {t.measure.exportCSV}
          </Button>
          {rows.length > 0 && (
            <SendButton
              size="small"
              what={{ kind: 'table', name: t.measure.measurementsOf(name), ...rowsAsTable(rows) }}
            />
          )}
        </Stack>
      }
    >
      <Stack sx={{ gap: 2 }} onKeyDown={keyDown}>
        <RegionTools measure={measure} middle={middle} size={Math.min(extent.width, extent.height) * SHARE}>
          <RegionFiles measure={measure} panels={panels} sky={grid} name={name} />
        </RegionTools>
        <SkyFields sky={measure.sky} onSky={measure.setSky} />
        {measure.regions.length === 0 ? (
          <Typography variant="body2" sx={{ color: 'text.secondary' }}>
            {t.measure.chooseAShapeAndDragOverAny(REGION_KEYS_HELP)}
          </Typography>
        ) : (
          <MeasureTable rows={rows} selected={measure.selected} onSelect={measure.select} />
        )}
        {addressed < measure.regions.length && (
          <Alert severity="warning">{t.measure.aLinkAndASavedViewHoldTheFirst(addressed)}</Alert>
        )}
        <ExcludedList measure={measure} />
        {chosen && <RegionForm key={chosen.id} region={chosen} onRegion={put} />}
        {deferred && !deferred.exclude && (
          <ProfileCharts region={deferred} set={set} pixelArcsec={referenceSide(panels, pixelArcsec)} />
        )}
      </Stack>
    </Section>
  )
}

/** The sky on the reference grid, by the first panel that has a WCS. */
function skyOf(panels: readonly ViewerPanel[]) {
  const panel = panels.find(candidate => candidate.wcs)
  return panel?.wcs ? skyGridOf(panel.wcs, panel.scale) : null
}

/** Excluded regions stand in no row of the table; here they can be chosen. */
function ExcludedList({ measure }: { measure: Measure }) {
  const excluded = measure.regions.filter(region => region.exclude)
  if (excluded.length === 0) return null
  return (
    <Stack direction="row" sx={{ gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
      <Typography variant="body2">{t.measure.excludedFromAll}</Typography>
      {excluded.map(region => (
        <Button
          key={region.id}
          size="small"
          color="secondary"
          aria-pressed={region.id === measure.selected}
          onClick={() => measure.select(region.id)}
        >
          {regionName(region, measure.regions.indexOf(region))}
        </Button>
      ))}
    </Stack>
  )
}
