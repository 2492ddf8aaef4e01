import Box from '@mui/material/Box'
import type { KeyboardEvent, RefObject } from 'react'
import { FloatViewer, type FloatViewerProps } from '../FloatViewer.tsx'
import type { PanelPlace } from '../panels.ts'
import { RegionOverlay } from './RegionOverlay.tsx'
import { regionKey, undoByKey } from './regionKeys.ts'
import type { Measure } from './useMeasure.ts'

interface MeasuredViewerProps extends FloatViewerProps {
  readonly measure: Measure
  /** The element in which the panels stand. */
  readonly container: RefObject<HTMLDivElement | null>
}

/** The viewer with regions over its panels, while they are measured. */
export function MeasuredViewer({ measure, container, overlay, ...viewer }: MeasuredViewerProps) {
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
    <Box ref={container} onKeyDownCapture={keyDown}>
      <FloatViewer {...viewer} overlay={measure.isOpen ? withRegions : overlay} />
    </Box>
  )
}
