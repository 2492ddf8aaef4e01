import Box from '@mui/material/Box'
import { useMemo } from 'react'
import { lineProfile } from '../../../main/domain/photometry/lineProfile.ts'
import { radialProfile, ringEdges } from '../../../main/domain/photometry/radialProfile.ts'
import { shapeCenter, shapeReach } from '../../../main/domain/regions/geometry.ts'
import type { Region } from '../../../main/domain/regions/region.ts'
import { t } from '../../text/t.ts'
import { Chart } from '../../ui/Chart.tsx'
import type { PlotSeries } from '../../ui/chartRows.ts'
import { fluxFactor, type MeasuredSet, measuredImage, wholeImages } from './measurements.ts'
import { referenceScale, shapeOnPanel } from './placeShape.ts'

interface ProfileChartsProps {
  readonly region: Region
  readonly set: MeasuredSet
  /** Side of a reference pixel; null: distances stay in reference pixels. */
  readonly pixelArcsec: number | null
}

const POINT_REACH = 10

/** The chosen region's profiles in every panel: along a line, else outwards from the middle. */
export function ProfileCharts({ region, set, pixelArcsec }: ProfileChartsProps) {
  const charts = useMemo(() => {
    const toUnit = pixelArcsec ?? 1
    return region.shape.kind === 'line' ? lineCharts(region, set, toUnit) : radialCharts(region, set, toUnit)
  }, [region, set, pixelArcsec])
  const xTitle = pixelArcsec === null ? t.measure.distanceReferencePixels : t.measure.distanceArcsec
  const gridTemplateColumns = { xs: 'minmax(0, 1fr)', md: 'repeat(auto-fit, minmax(320px, 1fr))' }
  return (
    <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns }}>
      {charts.map(({ title, yTitle, series }) => (
        <Chart key={title} title={title} series={series} xTitle={xTitle} yTitle={yTitle} />
      ))}
    </Box>
  )
}

interface ProfileChart {
  readonly title: string
  readonly yTitle: string
  readonly series: readonly PlotSeries[]
}

/** Levels are in the unit of the reference's pixels, as the shared colours are. */
function lineCharts({ shape }: Region, { panels, regions, linking }: MeasuredSet, toUnit: number): ProfileChart[] {
  const series = wholeImages(panels).flatMap(panel => {
    const line = shapeOnPanel(shape, panel, linking)
    if (line?.kind !== 'line') return []
    const { distance, value } = lineProfile(measuredImage(panel, regions, linking), line)
    const scale = referenceScale(panel, linking) * toUnit
    return [{ name: panel.title, x: distance.map(d => d * scale), y: value.map(v => v / panel.levelFactor) }]
  })
  return [{ title: t.measure.lineProfile, yTitle: t.measure.valueOfAReferencePixel, series }]
}

function radialCharts({ shape }: Region, { panels, regions, linking }: MeasuredSet, toUnit: number): ProfileChart[] {
  const reach = shape.kind === 'point' ? POINT_REACH : shapeReach(shape)
  const found = wholeImages(panels).flatMap(panel => {
    const own = shapeOnPanel(shape, panel, linking)
    if (own === null) return []
    const scale = referenceScale(panel, linking)
    const edges = ringEdges(reach / scale)
    const profile = radialProfile(measuredImage(panel, regions, linking), shapeCenter(own), edges)
    const inUnit = (distances: readonly number[]) => distances.map(d => d * scale * toUnit)
    return [{ panel, profile, distance: inUnit(profile.distance), edges: inUnit(edges.slice(1)) }]
  })
  const level = (name: 'value' | 'scatter') =>
    found.map(({ panel, profile, distance }) => ({
      name: panel.title,
      x: distance,
      y: profile[name].map(v => v / panel.levelFactor),
    }))
  const enclosed = found.map(({ panel, profile, edges }) => ({
    name: panel.title,
    x: edges,
    y: profile.enclosed.map(v => v * fluxFactor(panel)),
  }))
  return [
    { title: t.measure.radialProfile, yTitle: t.measure.meanOfAReferencePixel, series: level('value') },
    { title: t.measure.scatterInTheRings, yTitle: t.measure.sigmaOfAReferencePixel, series: level('scatter') },
    { title: t.measure.fluxWithin, yTitle: t.measure.sumInReferencePixels, series: enclosed },
  ]
}
