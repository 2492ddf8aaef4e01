import { useMemo, useState } from 'react'
import type { FluxConvention } from '../../main/contract/common.ts'
import type { FloatImage } from '../../main/domain/image.ts'
import { FloatViewer } from '../viewer/FloatViewer.tsx'
import { viewerPanel } from '../viewer/panels.ts'
import { DEFAULT_VIEW } from '../viewer/viewState.ts'

interface PairViewerProps {
  /** Names the pair for those who do not see it. */
  label: string
  /** Keep the images the same objects from render to render. */
  lr: FloatImage
  hr: FloatImage | null
  unit: string | null
  fluxConvention: FluxConvention
}

/** An LR image beside its HR image, linked: one zoom, one pan, one pair of levels. */
export function PairViewer({ label, lr, hr, unit, fluxConvention }: PairViewerProps) {
  const [view, setView] = useState(DEFAULT_VIEW)
  const panels = useMemo(() => {
    const scale = hr === null ? 1 : hr.width / lr.width
    const levelFactor = fluxConvention === 'sum' ? scale * scale : 1
    const lrPanel = viewerPanel({ id: 'lr', title: 'LR', image: lr, scale, unit, levelFactor })
    return hr === null ? [lrPanel] : [lrPanel, viewerPanel({ id: 'hr', title: 'HR', image: hr, unit })]
  }, [lr, hr, unit, fluxConvention])
  return <FloatViewer label={label} panels={panels} view={view} onView={setView} aspect={lr.height / lr.width} />
}
