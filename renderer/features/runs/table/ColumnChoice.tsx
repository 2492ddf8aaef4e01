import Box from '@mui/material/Box'
import Checkbox from '@mui/material/Checkbox'
import FormControlLabel from '@mui/material/FormControlLabel'
import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { memo, useCallback, useRef, useState } from 'react'
import type { RunField } from '../../../../main/contract/runTable.ts'
import { fieldRefText } from '../../../../main/domain/runQuery/fields.ts'
import { t } from '../../../text/t.ts'
import { NumberField } from '../../../ui/NumberField.tsx'

interface ColumnChoiceProps {
  readonly fields: readonly RunField[]
  readonly columns: readonly string[]
  readonly onColumns: (columns: readonly string[]) => void
}

type Place = 'best' | 'last' | 'step'

/** Fields to choose from; more are not listed at once, since a search finds any. */
const MOST_LISTED = 60

/** Every field of the runs, found by its name or title; series with the place at which they are read. */
export function ColumnChoice({ fields, columns, onColumns }: ColumnChoiceProps) {
  const [search, setSearch] = useState('')
  const [place, setPlace] = useState<Place>('best')
  const [step, setStep] = useState<number | null>(1000)
  const at = place === 'step' ? (step ?? 0) : place
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const found = fields.filter(({ name, title }) => {
    const text = `${name} ${title}`.toLowerCase()
    return name !== 'name' && words.every(word => text.includes(word))
  })
  const idOf = ({ name, isSeries }: RunField) => fieldRefText({ name, at: isSeries ? at : null })
  const latest = useRef(columns)
  latest.current = columns
  const toggle = useCallback(
    (id: string) => {
      const { current } = latest
      onColumns(current.includes(id) ? current.filter(column => column !== id) : [...current, id])
    },
    [onColumns],
  )
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 1, width: 340, minHeight: 0 }}>
      <TextField
        autoFocus
        label={t.runs.findAField}
        type="search"
        value={search}
        onChange={event => setSearch(event.target.value)}
      />
      <Box sx={{ display: 'flex', gap: 1 }}>
        <TextField
          select
          label={t.runs.seriesAreRead}
          value={place}
          onChange={event => setPlace(event.target.value as Place)}
          sx={{ flex: 1 }}
        >
          <MenuItem value="best">{t.runs.atTheBestValidation}</MenuItem>
          <MenuItem value="last">{t.runs.atTheEnd}</MenuItem>
          <MenuItem value="step">{t.runs.atAStep}</MenuItem>
        </TextField>
        {place === 'step' && (
          <Box sx={{ width: 120 }}>
            <NumberField label={t.runs.step} integer min={0} value={step} onChange={setStep} />
          </Box>
        )}
      </Box>
      <Box role="group" aria-label={t.runs.fields} sx={{ flex: 1, overflow: 'auto', minHeight: 0 }}>
        {found.slice(0, MOST_LISTED).map(field => {
          const id = idOf(field)
          return <FieldOption key={id} id={id} field={field} isShown={columns.includes(id)} onToggle={toggle} />
        })}
        {found.length > MOST_LISTED && (
          <Typography variant="caption" sx={{ color: 'text.secondary' }}>
            {t.runs.moreFindThemByName(found.length - MOST_LISTED)}
          </Typography>
        )}
        {found.length === 0 && (
          <Typography variant="body2" sx={{ color: 'text.secondary' }}>
            {t.runs.noFieldOfThatName}
          </Typography>
        )}
      </Box>
    </Box>
  )
}

interface FieldOptionProps {
  /** The column that the field becomes. */
  readonly id: string
  readonly field: RunField
  readonly isShown: boolean
  readonly onToggle: (id: string) => void
}

/** One of many: drawn anew only when it changes itself. */
const FieldOption = memo(function FieldOption({ id, field, isShown, onToggle }: FieldOptionProps) {
  return (
    <FormControlLabel
      sx={{ display: 'flex', mx: 0, gap: 0.5 }}
      control={<Checkbox size="small" sx={{ p: 0.5 }} checked={isShown} onChange={() => onToggle(id)} />}
      label={
        <Typography variant="body2" noWrap title={id}>
          {field.title}
          {field.unit !== null && `, ${field.unit}`}
          {field.title !== field.name && (
            <Typography component="span" variant="caption" sx={{ color: 'text.secondary', ml: 1 }}>
              {id}
            </Typography>
          )}
        </Typography>
      }
    />
  )
})
