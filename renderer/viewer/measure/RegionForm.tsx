import Box from '@mui/material/Box'
import FormControlLabel from '@mui/material/FormControlLabel'
import Switch from '@mui/material/Switch'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { useState } from 'react'
import { AppError } from '../../../main/domain/errors.ts'
import { type Region, type ShapeKind, shapeFromNumbers, shapeNumbers } from '../../../main/domain/regions/region.ts'
import { t } from '../../text/t.ts'
import { NumberField } from '../../ui/NumberField.tsx'

/** What a shape's numbers are called, in the order of shapeNumbers. */
const FIELDS: Readonly<Record<Exclude<ShapeKind, 'polygon'>, readonly string[]>> = {
  circle: ['x', 'y', t.measure.radius],
  ellipse: ['x', 'y', t.measure.semiAxisA, t.measure.semiAxisB, t.measure.angle],
  box: ['x', 'y', t.measure.width, t.measure.height, t.measure.angle],
  annulus: ['x', 'y', t.measure.innerRadius, t.measure.outerRadius],
  line: ['x from', 'y from', 'x to', 'y to'],
  point: ['x', 'y'],
}

const fieldsOf = ({ kind }: Region['shape'], count: number): readonly string[] =>
  kind === 'polygon'
    ? Array.from({ length: count }, (_, i) => `${i % 2 ? 'y' : 'x'} ${Math.floor(i / 2) + 1}`)
    : FIELDS[kind]

/** A dragged place has more digits than anyone wants to read. */
const tidy = (value: number) => Number(value.toFixed(4))

interface RegionFormProps {
  readonly region: Region
  readonly onRegion: (region: Region) => void
}

/** The chosen region as numbers, in reference pixels; taken as soon as they make a shape. */
export function RegionForm({ region, onRegion }: RegionFormProps) {
  const numbers = shapeNumbers(region.shape).map(tidy)
  const [typed, setTyped] = useState<{ readonly of: Region['shape']; readonly numbers: (number | null)[] } | null>(null)
  const shown = typed?.of === region.shape ? typed.numbers : numbers
  const [problem, setProblem] = useState<string | null>(null)
  const take = (index: number, value: number | null) => {
    const next = shown.map((old, i) => (i === index ? value : old))
    setTyped({ of: region.shape, numbers: next })
    try {
      const shape = shapeFromNumbers(
        region.shape.kind,
        next.map(number => number ?? Number.NaN),
      )
      setProblem(null)
      setTyped({ of: shape, numbers: next })
      onRegion({ ...region, shape })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      setProblem(error.message)
    }
  }
  return (
    <Box sx={{ display: 'grid', gap: 1.5, gridTemplateColumns: 'repeat(auto-fill, minmax(120px, 1fr))' }}>
      <TextField
        label={t.common.name}
        value={region.label}
        placeholder={region.shape.kind}
        onChange={event => onRegion({ ...region, label: event.target.value.slice(0, 80) })}
        slotProps={{ inputLabel: { shrink: true } }}
      />
      {fieldsOf(region.shape, numbers.length).map((label, index) => (
        <NumberField
          key={label}
          label={label}
          value={shown[index]}
          unit={label === 'Angle' ? '°' : 'px'}
          onChange={value => take(index, value)}
        />
      ))}
      <FormControlLabel
        sx={{ mx: 0 }}
        control={
          <Switch
            size="small"
            checked={region.exclude}
            onChange={event => onRegion({ ...region, exclude: event.target.checked })}
          />
        }
        label={t.measure.exclude}
      />
      {problem && (
        <Typography role="alert" variant="body2" color="error" sx={{ gridColumn: '1 / -1' }}>
          {problem}
        </Typography>
      )}
    </Box>
  )
}
