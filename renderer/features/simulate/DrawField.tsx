import ShapeIcon from '@mui/icons-material/TuneOutlined'
import Box from '@mui/material/Box'
import IconButton from '@mui/material/IconButton'
import Menu from '@mui/material/Menu'
import MenuItem from '@mui/material/MenuItem'
import Tooltip from '@mui/material/Tooltip'
import { type MouseEvent, useState } from 'react'
import type { Draw } from '../../../main/contract/draw.ts'
import { t } from '../../text/t.ts'
import { NumberField } from '../../ui/NumberField.tsx'
import { DRAW_SHAPES, type DrawShape, drawNumbers, inShape, shapeOf, withNumber } from './drawShapes.ts'

interface DrawFieldProps {
  label: string
  unit?: string | undefined
  helper?: string | undefined
  min?: number | undefined
  max?: number | undefined
  value: Draw
  onChange: (value: Draw) => void
}

/** A value that is fixed, or a distribution from which each lens draws its own. */
export function DrawField({ label, unit, helper, min, max, value, onChange }: DrawFieldProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const shape = shapeOf(value)
  const action = t.simulate.howIsDrawn(label, DRAW_SHAPES[shape].title)
  const choose = (chosen: DrawShape) => {
    setAnchor(null)
    if (chosen !== shape) onChange(inShape(value, chosen))
  }
  return (
    <Box sx={{ display: 'flex', gap: 0.5, alignItems: 'flex-start' }}>
      {drawNumbers(value).map(({ key, number, isLimited }, i) => {
        const name = DRAW_SHAPES[shape].names[i]
        return (
          <NumberField
            key={key}
            label={name === undefined ? label : i === 0 ? `${label}, ${name}` : name}
            value={number}
            onChange={changed => onChange(withNumber(value, key, changed ?? Number.NaN))}
            {...(isLimited ? { min, max } : {})}
            {...(unit === undefined ? {} : { unit })}
            {...(helper === undefined || i > 0 ? {} : { helper })}
          />
        )
      })}
      <Tooltip title={action}>
        <IconButton
          aria-label={action}
          aria-haspopup="menu"
          onClick={(event: MouseEvent<HTMLElement>) => setAnchor(event.currentTarget)}
          sx={{ mt: 0.25, color: shape === 'fixed' ? 'text.secondary' : 'primary.main' }}
        >
          <ShapeIcon fontSize="small" />
        </IconButton>
      </Tooltip>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        {Object.entries(DRAW_SHAPES).map(([key, { title }]) => (
          <MenuItem key={key} selected={key === shape} onClick={() => choose(key as DrawShape)}>
            {title}
          </MenuItem>
        ))}
      </Menu>
    </Box>
  )
}
