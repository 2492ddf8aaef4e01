import PointIcon from '@mui/icons-material/AddOutlined'
import CircleIcon from '@mui/icons-material/CircleOutlined'
import BoxIcon from '@mui/icons-material/CropSquareOutlined'
import DeleteIcon from '@mui/icons-material/DeleteOutlined'
import EllipseIcon from '@mui/icons-material/PanoramaFishEyeOutlined'
import PolygonIcon from '@mui/icons-material/PolylineOutlined'
import RedoIcon from '@mui/icons-material/RedoOutlined'
import LineIcon from '@mui/icons-material/ShowChartOutlined'
import AnnulusIcon from '@mui/icons-material/TripOriginOutlined'
import UndoIcon from '@mui/icons-material/UndoOutlined'
import Button from '@mui/material/Button'
import IconButton from '@mui/material/IconButton'
import Stack from '@mui/material/Stack'
import ToggleButton from '@mui/material/ToggleButton'
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup'
import Tooltip from '@mui/material/Tooltip'
import type { ReactNode } from 'react'
import { type Position, SHAPE_KINDS, type ShapeKind } from '../../../main/domain/regions/region.ts'
import { t } from '../../text/t.ts'
import { shapeAround } from './draw.ts'
import { freshId } from './regionSet.ts'
import type { Measure } from './useMeasure.ts'

const ICONS: Readonly<Record<ShapeKind, ReactNode>> = {
  circle: <CircleIcon fontSize="small" />,
  ellipse: <EllipseIcon fontSize="small" sx={{ transform: 'scaleY(0.6) rotate(-25deg)' }} />,
  box: <BoxIcon fontSize="small" />,
  annulus: <AnnulusIcon fontSize="small" />,
  polygon: <PolygonIcon fontSize="small" />,
  line: <LineIcon fontSize="small" />,
  point: <PointIcon fontSize="small" />,
}

interface RegionToolsProps {
  readonly measure: Measure
  /** Where a region goes that is drawn without a pointer, and how large it is; reference pixels. */
  readonly middle: Position
  readonly size: number
  readonly children?: ReactNode
}

/** The shapes to draw, and what is done to those that are there. */
export function RegionTools({ measure, middle, size, children }: RegionToolsProps) {
  const { tool, setTool, regions, selected } = measure
  const place = (kind: ShapeKind) => {
    const id = freshId(regions)
    measure.change([...regions, { id, label: '', exclude: false, shape: shapeAround(kind, middle, size) }])
    measure.select(id)
    setTool(null)
  }
  return (
    <Stack
      direction="row"
      role="toolbar"
      aria-label={t.measure.regions}
      sx={{ flexWrap: 'wrap', gap: 1, alignItems: 'center' }}
    >
      <ToggleButtonGroup
        exclusive
        size="small"
        value={tool}
        aria-label={t.measure.drawARegion}
        onChange={(_, next: ShapeKind | null) => setTool(next)}
      >
        {SHAPE_KINDS.map(kind => (
          <ToggleButton
            key={kind}
            value={kind}
            aria-label={t.measure.drawA(kind)}
            title={t.measure.drawA(kind)}
            sx={{ px: 1 }}
          >
            {ICONS[kind]}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      {tool && (
        <Button size="small" onClick={() => place(tool)}>
          {t.measure.placeInTheMiddle}
        </Button>
      )}
      <Tool title={t.measure.undoCtrlZ} disabled={!measure.canUndo} onClick={measure.undo}>
        <UndoIcon fontSize="small" />
      </Tool>
      <Tool title={t.measure.redoCtrlShiftZ} disabled={!measure.canRedo} onClick={measure.redo}>
        <RedoIcon fontSize="small" />
      </Tool>
      <Tool
        title={t.measure.deleteTheRegionDelete}
        disabled={selected === null}
        onClick={() => measure.change(regions.filter(region => region.id !== selected))}
      >
        <DeleteIcon fontSize="small" />
      </Tool>
      {children}
    </Stack>
  )
}

interface ToolProps {
  readonly title: string
  readonly disabled: boolean
  readonly onClick: () => void
  readonly children: ReactNode
}

function Tool({ title, disabled, onClick, children }: ToolProps) {
  return (
    <Tooltip title={title}>
      <span>
        <IconButton size="small" aria-label={title} disabled={disabled} onClick={onClick}>
          {children}
        </IconButton>
      </span>
    </Tooltip>
  )
}
