import { useMemo, useState } from 'react'
import type { FluxConvention } from '../../main/contract/common.ts'
import type { FloatImage } from '../../main/domain/image.ts'
import { FloatViewer } from '../viewer/FloatViewer.tsx'
import { type ViewerPanel, viewerPanel } from '../viewer/panels.ts'
import { DEFAULT_VIEW } from '../viewer/viewState.ts'

interface PairViewerProps {
  /** Names the pair for those who do not see it. */
  label: string
  /** Keep the images the same objects from render to render. */
  lr: FloatImage
  hr: FloatImage | null
  /** What belongs to each image, on its pixels; the same objects from render to render too. */
  lrPlanes?: Planes
  hrPlanes?: Planes | null
  unit: string | null
  fluxConvention: FluxConvention
}

type Planes = Pick<ViewerPanel, 'mask' | 'error'>

/** An LR image beside its HR image, linked: one zoom, one pan, one pair of levels. */
export function PairViewer({ label, lr, hr, lrPlanes, hrPlanes, unit, fluxConvention }: PairViewerProps) {
  const [lrMask, lrError, hrMask, hrError] = [lrPlanes?.mask, lrPlanes?.error, hrPlanes?.mask, hrPlanes?.error]
  const [view, setView] = useState({ ...DEFAULT_VIEW, masks: lrMask !== undefined || hrMask !== undefined })
  const panels = useMemo(() => {
    const scale = hr === null ? 1 : hr.width / lr.width
    const levelFactor = fluxConvention === 'sum' ? scale * scale : 1
    const lrOwn = { image: lr, mask: lrMask, error: lrError }
    const lrPanel = viewerPanel({ id: 'lr', title: 'LR', ...lrOwn, scale, unit, levelFactor })
    if (hr === null) return [lrPanel]
    return [lrPanel, viewerPanel({ id: 'hr', title: 'HR', image: hr, mask: hrMask, error: hrError, unit })]
  }, [lr, hr, lrMask, lrError, hrMask, hrError, unit, fluxConvention])
  return <FloatViewer label={label} panels={panels} view={view} onView={setView} aspect={lr.height / lr.width} />
}
