import FigureIcon from '@mui/icons-material/ImageOutlined'
import Button from '@mui/material/Button'
import { type RefObject, useState } from 'react'
import type { Region } from '../../../main/domain/regions/region.ts'
import { t } from '../../text/t.ts'
import { referenceSide } from '../measure/referenceSide.ts'
import type { ViewerPanel } from '../panels.ts'
import type { ViewState } from '../viewState.ts'
import { FigureDialog } from './FigureDialog.tsx'
import type { FigureContent } from './layout.ts'
import { screenPanels } from './screenPanels.ts'

interface FigureButtonProps {
  /** The element in which the panels stand. */
  readonly viewer: RefObject<HTMLElement | null>
  /** Those that are made of others included. */
  readonly panels: readonly ViewerPanel[]
  readonly view: ViewState
  readonly regions: readonly Region[]
  /** Side of a reference pixel, arcsec; null: by a panel's WCS. */
  readonly pixelArcsec: number | null
  /** References of the panels whose pixels the core has, by panel id: they are also cut out as FITS. */
  readonly refs: ReadonlyMap<string, string>
  readonly name: string
}

/** Exports what the viewer shows at this moment. */
export function FigureButton({ viewer, panels, view, regions, pixelArcsec, refs, name }: FigureButtonProps) {
  const [content, setContent] = useState<FigureContent | null>(null)
  const open = () => {
    if (viewer.current === null) return
    const screen = screenPanels(viewer.current, panels, view)
    if (screen.panels.length > 0)
      setContent({ ...screen, view, regions, pixelArcsec: referenceSide(panels, pixelArcsec), refs })
  }
  return (
    <>
      <Button
        color="secondary"
        startIcon={<FigureIcon fontSize="small" />}
        disabled={panels.length === 0}
        onClick={open}
      >
        {t.figure.figure}
      </Button>
      {content && <FigureDialog content={content} name={name} onClose={() => setContent(null)} />}
    </>
  )
}
