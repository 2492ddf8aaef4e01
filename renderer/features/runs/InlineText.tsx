import ButtonBase from '@mui/material/ButtonBase'
import InputBase from '@mui/material/InputBase'
import Typography from '@mui/material/Typography'
import { useState } from 'react'
import { t } from '../../text/t.ts'

interface InlineTextProps {
  readonly value: string
  /** Names the field: 'Notes of run 12'. */
  readonly label: string
  /** Shown where there is no text. */
  readonly placeholder: string
  readonly onSave: (value: string) => void
}

/** Text that becomes a field when pressed. Enter or leaving it saves, Escape forgets. */
export function InlineText({ value, label, placeholder, onSave }: InlineTextProps) {
  const [draft, setDraft] = useState<string | null>(null)
  const save = () => {
    if (draft !== null && draft.trim() !== value) onSave(draft.trim())
    setDraft(null)
  }
  if (draft === null) {
    return (
      <ButtonBase
        aria-label={t.runs.edit(value === '' ? placeholder : value, label)}
        onClick={() => setDraft(value)}
        sx={{
          maxWidth: '100%',
          minHeight: 24,
          px: 0.5,
          mx: -0.5,
          borderRadius: 0.5,
          '&:hover': { bgcolor: 'action.hover' },
        }}
      >
        <Typography variant="body2" noWrap sx={{ color: value === '' ? 'text.secondary' : 'text.primary' }}>
          {value === '' ? placeholder : value}
        </Typography>
      </ButtonBase>
    )
  }
  return (
    <InputBase
      autoFocus
      fullWidth
      value={draft}
      onChange={event => setDraft(event.target.value)}
      onBlur={save}
      onKeyDown={event => {
        if (event.key === 'Enter') save()
        if (event.key === 'Escape') setDraft(null)
      }}
      inputProps={{ 'aria-label': label }}
      sx={{ typography: 'body2', px: 0.5, mx: -0.5, border: 1, borderColor: 'primary.main', borderRadius: 0.5 }}
    />
  )
}
