import Box from '@mui/material/Box'
import type { KeyboardEvent } from 'react'
import { FloatViewer, type FloatViewerProps } from '../FloatViewer.tsx'
import type { PanelPlace } from '../panels.ts'
import { RegionOverlay } from './RegionOverlay.tsx'
import { regionKey, undoByKey } from './regionKeys.ts'
import type { Measure } from './useMeasure.ts'

/** The viewer with regions over its panels, while they are measured. */
export function MeasuredViewer({ measure, overlay, ...viewer }: FloatViewerProps & { readonly measure: Measure }) {
  // Caught on the way down: an arrow that moves a region must not also move the image.
  const keyDown = (event: KeyboardEvent) => {
    const inPanel = event.target instanceof Element && event.target.closest('[data-panel]') !== null
    if (!measure.isOpen || !inPanel || !(undoByKey(measure, event) || regionKey(measure, event))) return
    event.preventDefault()
    event.stopPropagation()
  }
  const withRegions = (place: PanelPlace) => (
    <>
      {overlay?.(place)}
      <RegionOverlay place={place} measure={measure} />
    </>
  )
  return (
    <Box onKeyDownCapture={keyDown}>
      <FloatViewer {...viewer} overlay={measure.isOpen ? withRegions : overlay} />
    </Box>
  )
}
