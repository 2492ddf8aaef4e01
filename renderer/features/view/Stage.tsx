import Typography from '@mui/material/Typography'
import { type ReactNode, useRef } from 'react'
import { t } from '../../text/t.ts'
import { FigureButton } from '../../viewer/figure/FigureButton.tsx'
import { MeasuredViewer } from '../../viewer/measure/MeasuredViewer.tsx'
import { MeasurePanel } from '../../viewer/measure/MeasurePanel.tsx'
import { MeasureToggle } from '../../viewer/measure/MeasureToggle.tsx'
import { useMeasure } from '../../viewer/measure/useMeasure.ts'
import type { ViewerPanel } from '../../viewer/panels.ts'
import { TiledImage } from '../../viewer/tiles/tiledImage.ts'
import { useViewInAddress } from '../../viewer/useViewInAddress.ts'
import { ViewerToolbar } from '../../viewer/ViewerToolbar.tsx'

interface StageProps {
  /** Keep them the same objects from render to render. */
  readonly panels: readonly ViewerPanel[]
  /** The addresses of their images (main/contract/images.ts), for cutouts of the files' own values. */
  readonly refs: ReadonlyMap<string, string>
  /** Of files that are written of what is shown. */
  readonly name: string
  /** Between the toolbar and the images. */
  readonly children: ReactNode
}

/** The viewer with all that it can do. Measuring and figures need all pixels, which a large image never has in the page. */
export function Stage({ panels, refs, name, children }: StageProps) {
  const [view, setView] = useViewInAddress()
  const measure = useMeasure()
  const container = useRef<HTMLDivElement>(null)
  const isWhole = !panels.some(({ image }) => image instanceof TiledImage)
  const pixelArcsec = panels[0]?.wcs?.pixelScaleArcsec ?? null
  const isMeasured = measure.isOpen && isWhole
  return (
    <>
      <ViewerToolbar view={view} onView={setView} panels={panels}>
        {isWhole && (
          <>
            <MeasureToggle measure={measure} />
            <FigureButton
              viewer={container}
              panels={panels}
              view={view}
              regions={isMeasured ? measure.regions : []}
              pixelArcsec={pixelArcsec}
              refs={refs}
              name={name}
            />
          </>
        )}
      </ViewerToolbar>
      {children}
      {panels.length > 0 && (
        <MeasuredViewer
          container={container}
          measure={isWhole ? measure : { ...measure, isOpen: false }}
          label={t.view.openImages}
          panels={panels}
          view={view}
          onView={setView}
          columns={Math.min(3, panels.length)}
          aspect={panels.length === 1 ? 0.75 : 1}
        />
      )}
      {!isWhole && (
        <Typography variant="caption" sx={{ color: 'text.secondary' }}>
          {t.view.aLargeImageIsShownByTilesAnd}
        </Typography>
      )}
      {isMeasured && panels.length > 0 && (
        <MeasurePanel measure={measure} panels={panels} view={view} pixelArcsec={pixelArcsec} name={name} />
      )}
    </>
  )
}
