import Alert from '@mui/material/Alert'
import Button from '@mui/material/Button'
import Menu from '@mui/material/Menu'
import MenuItem from '@mui/material/MenuItem'
import { useId, useRef, useState } from 'react'
import { toAppError } from '../../../main/domain/errors.ts'
import { parseDs9 } from '../../../main/domain/regions/ds9/parse.ts'
import { SKY_SYSTEMS, type SkyGrid, type SkySystem } from '../../../main/domain/regions/ds9/sky.ts'
import { writeDs9 } from '../../../main/domain/regions/ds9/write.ts'
import { toImagePixels, toReferencePixels } from '../../../main/domain/regions/geometry.ts'
import { t } from '../../text/t.ts'
import { fileName, saveFile } from '../../ui/saveFile.ts'
import type { ViewerPanel } from '../panels.ts'
import { freshId } from './regionSet.ts'
import type { Measure } from './useMeasure.ts'

interface RegionFilesProps {
  readonly measure: Measure
  readonly panels: readonly ViewerPanel[]
  /** The sky on the reference grid; null: the images have no WCS. */
  readonly sky: SkyGrid | null
  /** What is looked at, for names of files. */
  readonly name: string
}

interface PixelGrid {
  readonly scale: number
  readonly titles: string
}

/** The pixel grids that the panels have, each once, finest first. */
function pixelGrids(panels: readonly ViewerPanel[]): PixelGrid[] {
  const scales = [...new Set(panels.map(panel => panel.scale))].sort((a, b) => a - b)
  return scales.map(scale => ({
    scale,
    titles: panels
      .filter(panel => panel.scale === scale && panel.kind === 'image')
      .map(panel => panel.title)
      .join(', '),
  }))
}

/** With the grids as they were when it was opened: an image that comes later must not move its items. */
interface FileMenu {
  /** Null once it is closed, when it still fades. */
  readonly at: HTMLElement | null
  readonly kind: 'export' | 'import'
  readonly grids: readonly PixelGrid[]
}

/** Regions out to DS9 and in from it, in the pixels of one of the images or on the sky. */
export function RegionFiles({ measure, panels, sky, name }: RegionFilesProps) {
  const { regions } = measure
  const [menu, setMenu] = useState<FileMenu | null>(null)
  const [answer, setAnswer] = useState<{ readonly severity: 'error' | 'warning'; readonly text: string } | null>(null)
  const scaleOfImport = useRef(1)
  const input = useRef<HTMLInputElement>(null)
  const menuId = useId()
  const openMenu = (at: HTMLElement, kind: FileMenu['kind']) => setMenu({ at, kind, grids: pixelGrids(panels) })
  const close = () => setMenu(menu && { ...menu, at: null })

  const attempt = (action: () => void) => {
    close()
    setAnswer(null)
    try {
      action()
    } catch (error) {
      setAnswer({ severity: 'error', text: toAppError(error).message })
    }
  }
  const saveImage = (scale: number) =>
    attempt(() => {
      const own = regions.map(region => ({ ...region, shape: toImagePixels(region.shape, scale) }))
      saveFile(fileName(name, 'reg'), writeDs9(own), 'text/plain')
    })
  const saveSky = (grid: SkyGrid, system: SkySystem) =>
    attempt(() => saveFile(fileName(`${name}-${system}`, 'reg'), writeDs9(regions, { system, grid }), 'text/plain'))
  const open = (text: string) =>
    attempt(() => {
      const scale = scaleOfImport.current
      const read = parseDs9(text, sky && onCoarserGrid(sky, scale))
      const added = [...regions]
      for (const region of read.regions) {
        added.push({ ...region, id: freshId(added), shape: toReferencePixels(region.shape, scale) })
      }
      measure.change(added)
      if (read.notes.length > 0) setAnswer({ severity: 'warning', text: read.notes.join(' ') })
    })
  const choose = (scale: number) => {
    close()
    scaleOfImport.current = scale
    input.current?.click()
  }

  return (
    <>
      <Button size="small" color="secondary" aria-haspopup="menu" onClick={e => openMenu(e.currentTarget, 'import')}>
        {t.measure.importRegions}
      </Button>
      <Button
        size="small"
        color="secondary"
        aria-haspopup="menu"
        disabled={regions.length === 0}
        onClick={e => openMenu(e.currentTarget, 'export')}
      >
        {t.measure.exportRegions}
      </Button>
      <Menu id={menuId} open={menu !== null && menu.at !== null} anchorEl={menu?.at ?? null} onClose={close}>
        {menu?.grids.map(({ scale, titles }) => (
          <MenuItem key={scale} onClick={() => (menu?.kind === 'import' ? choose(scale) : saveImage(scale))}>
            {t.measure.ds9PixelsOf(titles)}
          </MenuItem>
        ))}
        {sky &&
          menu?.kind === 'export' &&
          SKY_SYSTEMS.filter(system => sky.toSky(system, { x: 0, y: 0 }) !== undefined).map(system => (
            <MenuItem key={system} onClick={() => saveSky(sky, system)}>
              {t.measure.ds9(system)}
            </MenuItem>
          ))}
      </Menu>
      <input
        ref={input}
        type="file"
        hidden
        accept=".reg,text/plain"
        aria-label={t.measure.ds9RegionFile}
        onChange={async event => {
          const file = event.target.files?.[0]
          event.target.value = ''
          if (file) open(await file.text())
        }}
      />
      {answer && (
        <Alert severity={answer.severity} onClose={() => setAnswer(null)} sx={{ width: '100%' }}>
          {answer.text}
        </Alert>
      )}
    </>
  )
}

/** The same sky by the pixels of a coarser image: what a region file of that image is read with. */
function onCoarserGrid(sky: SkyGrid, scale: number): SkyGrid {
  return {
    pixelScaleArcsec: sky.pixelScaleArcsec * scale,
    toPixel: (system, lon, lat) => {
      const p = sky.toPixel(system, lon, lat)
      return p && { x: (p.x + 0.5) / scale - 0.5, y: (p.y + 0.5) / scale - 0.5 }
    },
    toSky: (system, p) => sky.toSky(system, { x: (p.x + 0.5) * scale - 0.5, y: (p.y + 0.5) * scale - 0.5 }),
  }
}
