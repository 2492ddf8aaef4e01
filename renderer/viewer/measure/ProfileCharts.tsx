import Box from '@mui/material/Box'
import { useMemo } from 'react'
import { lineProfile } from '../../../main/domain/photometry/lineProfile.ts'
import { radialProfile, ringEdges } from '../../../main/domain/photometry/radialProfile.ts'
import { shapeCenter, shapeReach, toImagePixels } from '../../../main/domain/regions/geometry.ts'
import type { Region } from '../../../main/domain/regions/region.ts'
import { Chart } from '../../ui/Chart.tsx'
import type { PlotSeries } from '../../ui/chartRows.ts'
import type { ViewerPanel } from '../panels.ts'
import { fluxFactor, panelMask } from './measurements.ts'

interface ProfileChartsProps {
  readonly region: Region
  /** All regions: the excluded ones take pixels out. */
  readonly regions: readonly Region[]
  readonly panels: readonly ViewerPanel[]
  /** Side of a reference pixel; null: distances stay in reference pixels. */
  readonly pixelArcsec: number | null
}

const POINT_REACH = 10

/** The chosen region's profiles in every panel: along a line, else outwards from the middle. */
export function ProfileCharts({ region, regions, panels, pixelArcsec }: ProfileChartsProps) {
  const { shape } = region
  const series = useMemo(
    () =>
      shape.kind === 'line'
        ? lineSeries(shape, regions, panels, pixelArcsec)
        : radialSeries(shape, regions, panels, pixelArcsec),
    [shape, regions, panels, pixelArcsec],
  )
  const unit = pixelArcsec === null ? 'reference pixels' : 'arcsec'
  return (
    <Box
      sx={{
        display: 'grid',
        gap: 2,
        gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'repeat(auto-fit, minmax(320px, 1fr))' },
      }}
    >
      {series.map(({ title, yTitle, lines }) => (
        <Chart key={title} title={title} series={lines} xTitle={`Distance, ${unit}`} yTitle={yTitle} />
      ))}
    </Box>
  )
}

interface Profiles {
  readonly title: string
  readonly yTitle: string
  readonly lines: readonly PlotSeries[]
}

/** Levels are in the unit of the reference's pixels, as the shared colours are. */
function lineSeries(
  shape: Extract<Region['shape'], { kind: 'line' }>,
  regions: readonly Region[],
  panels: readonly ViewerPanel[],
  pixelArcsec: number | null,
): Profiles[] {
  const lines = panels.map(panel => {
    const line = toImagePixels(shape, panel.scale)
    if (line.kind !== 'line') return { name: panel.title, x: [], y: [] }
    const { distance, value } = lineProfile({ image: panel.image, masked: panelMask(panel, regions) }, line)
    return {
      name: panel.title,
      x: distance.map(d => d * panel.scale * (pixelArcsec ?? 1)),
      y: value.map(v => v / panel.levelFactor),
    }
  })
  return [{ title: 'Line profile', yTitle: 'value of a reference pixel', lines }]
}

function radialSeries(
  shape: Region['shape'],
  regions: readonly Region[],
  panels: readonly ViewerPanel[],
  pixelArcsec: number | null,
): Profiles[] {
  const reach = shape.kind === 'point' ? POINT_REACH : shapeReach(shape)
  const found = panels.map(panel => {
    const center = shapeCenter(toImagePixels(shape, panel.scale))
    const measured = { image: panel.image, masked: panelMask(panel, regions) }
    const edges = ringEdges(reach / panel.scale)
    const profile = radialProfile(measured, center, edges)
    const toUnit = panel.scale * (pixelArcsec ?? 1)
    return {
      panel,
      profile,
      distance: profile.distance.map(d => d * toUnit),
      edges: edges.slice(1).map(d => d * toUnit),
    }
  })
  return [
    {
      title: 'Radial profile',
      yTitle: 'mean of a reference pixel',
      lines: found.map(({ panel, profile, distance }) => ({
        name: panel.title,
        x: distance,
        y: profile.value.map(v => v / panel.levelFactor),
      })),
    },
    {
      title: 'Scatter in the rings',
      yTitle: 'sigma of a reference pixel',
      lines: found.map(({ panel, profile, distance }) => ({
        name: panel.title,
        x: distance,
        y: profile.scatter.map(v => v / panel.levelFactor),
      })),
    },
    {
      title: 'Flux within',
      yTitle: 'sum in reference pixels',
      lines: found.map(({ panel, profile, edges }) => ({
        name: panel.title,
        x: edges,
        y: profile.enclosed.map(v => v * fluxFactor(panel)),
      })),
    },
  ]
}
