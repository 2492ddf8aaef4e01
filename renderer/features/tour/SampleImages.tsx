import Skeleton from '@mui/material/Skeleton'
import { useMemo, useState } from 'react'
import type { FloatImage } from '../../../main/domain/image.ts'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { FloatViewer } from '../../viewer/FloatViewer.tsx'
import { viewerPanel } from '../../viewer/panels.ts'
import { DEFAULT_VIEW } from '../../viewer/viewState.ts'
import type { SampleLens } from './useSampleLens.ts'

interface SampleImagesProps {
  readonly sample: SampleLens
  /** What a network made of the LR image; null: not tried yet. */
  readonly sr: FloatImage | null
}

/** The sample lens, as the ground and as space see it and what a network makes of it, linked; its place is kept while it is made. */
export function SampleImages({ sample: { pair, error, retry }, sr }: SampleImagesProps) {
  const [view, setView] = useState(DEFAULT_VIEW)
  const panels = useMemo(() => {
    if (pair === null) return []
    const scale = pair.hr.width / pair.lr.width
    return [
      viewerPanel({ id: 'lr', title: 'LR', image: pair.lr, scale, levelFactor: scale * scale }),
      ...(sr === null ? [] : [viewerPanel({ id: 'sr', title: 'SR', image: sr })]),
      viewerPanel({ id: 'hr', title: 'HR', image: pair.hr }),
    ]
  }, [pair, sr])
  if (error) return <ErrorPanel error={error} doing={t.tour.simulating} onRetry={retry} />
  if (pair === null) return <Skeleton variant="rounded" sx={{ width: '100%', height: 'auto', aspectRatio: '2 / 1' }} />
  return <FloatViewer label={t.tour.sampleLens} panels={panels} view={view} onView={setView} aspect={1} />
}
