import Box from '@mui/material/Box'
import Paper from '@mui/material/Paper'
import Popper from '@mui/material/Popper'
import TextField from '@mui/material/TextField'
import { type KeyboardEvent, useCallback, useId, useMemo, useRef } from 'react'
import { flushSync } from 'react-dom'
import type { RunField } from '../../../../main/contract/runTable.ts'
import { MONO } from '../../../app/theme.ts'
import { t } from '../../../text/t.ts'
import { useDraft } from '../../../ui/useDraft.ts'
import { CompletionList } from './CompletionList.tsx'
import { FilterHelp } from './FilterHelp.tsx'
import { readFilter } from './readFilter.ts'
import { useCompletions } from './useCompletions.ts'

interface FilterFieldProps {
  readonly fields: readonly RunField[]
  readonly value: string
  /** Gets only filters that can be read. */
  readonly onValue: (where: string) => void
}

const SETTLE_MILLISECONDS = 250

/** A filter over runs, completed while it is written; where it cannot be read, it says why and where. */
export function FilterField({ fields, value, onValue }: FilterFieldProps) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const isFit = useCallback(
    (written: string) => fields.length > 0 && readFilter(written, fields).problem === null,
    [fields],
  )
  const { text, setText, isSettled } = useDraft(value, onValue, SETTLE_MILLISECONDS, isFit)
  const completer = useCompletions(text, fields)
  const { understood, problem } = useMemo(() => readFilter(text, fields), [text, fields])
  const isWrong = isSettled && problem !== null && fields.length > 0

  const write = (next: string, cursor: number) => {
    // At once: a key pressed before the next frame would be written at the old place.
    flushSync(() => {
      setText(next)
      completer.look(cursor)
    })
    input.current?.setSelectionRange(cursor, cursor)
  }
  const take = (index: number) => {
    const option = completer.options[index]
    if (!option) return
    const { text: next, cursor } = completer.taken(option)
    write(next, cursor)
  }
  const isOpen = completer.options.length > 0
  /** Whether the key has done something, and so does nothing else. */
  const pressed = (key: string): boolean => {
    switch (key) {
      case 'ArrowDown':
        if (isOpen) completer.move(1)
        else completer.look(input.current?.selectionStart ?? text.length)
        return true
      case 'ArrowUp':
        if (isOpen) completer.move(-1)
        return isOpen
      case 'Enter':
        if (completer.active >= 0) take(completer.active)
        else completer.look(null)
        return true
      case 'Tab':
        if (completer.active >= 0) take(completer.active)
        return completer.active >= 0
      case 'Escape':
        completer.look(null)
        return isOpen
      default:
        return false
    }
  }
  const optionId = (index: number) => `${id}-${index}`

  return (
    <Box sx={{ flex: 1, minWidth: 'min(320px, 100%)' }}>
      <TextField
        fullWidth
        label={t.runs.filter}
        placeholder={t.runs.ssim08AndRecipeQuick}
        value={text}
        error={isWrong}
        inputRef={input}
        onChange={event => {
          setText(event.target.value)
          completer.look(event.target.selectionStart ?? event.target.value.length)
        }}
        onFocus={event => completer.look(event.target.selectionStart ?? text.length)}
        onBlur={() => completer.look(null)}
        slotProps={{
          htmlInput: {
            // Not of the whole field: its button has Enter for itself.
            onKeyDown: (event: KeyboardEvent) => {
              if (pressed(event.key)) event.preventDefault()
            },
            ...{ role: 'combobox', 'aria-expanded': isOpen, 'aria-autocomplete': 'list', spellCheck: false },
            'aria-controls': isOpen ? `${id}-list` : undefined,
            'aria-activedescendant': completer.active >= 0 ? optionId(completer.active) : undefined,
            'aria-describedby': `${id}-said`,
          },
          input: { sx: { typography: 'body2', fontFamily: MONO }, endAdornment: <FilterHelp /> },
        }}
      />
      <Box id={`${id}-said`} role="status" sx={{ typography: 'caption', minHeight: 18, pt: '2px', px: 0.5 }}>
        {isWrong && problem && <Problem text={text} {...problem} />}
        {problem === null && understood !== '' && understood !== text.trim() && (
          <Box component="span" sx={{ color: 'text.secondary' }}>
            {t.runs.readAs} <span style={{ fontFamily: MONO }}>{understood}</span>
          </Box>
        )}
      </Box>
      <Popper open={isOpen} anchorEl={input.current} placement="bottom-start" sx={{ zIndex: 'tooltip' }}>
        <Paper variant="outlined" sx={{ mt: 1, maxHeight: 'min(320px, 40vh)', overflow: 'auto', minWidth: 320 }}>
          <CompletionList
            id={`${id}-list`}
            options={completer.options}
            active={completer.active}
            optionId={optionId}
            onTake={take}
          />
        </Paper>
      </Popper>
    </Box>
  )
}

/** What is wrong, with the part of the filter that it is about. */
function Problem({ text, message, from, to }: { text: string; message: string; from: number; to: number }) {
  const part = text.slice(from, to)
  return (
    <Box component="span" sx={{ color: 'error.main' }}>
      {message}
      {part !== '' && (
        <>
          {' '}
          {t.runs.here2} <span style={{ fontFamily: MONO }}>{text.slice(Math.max(0, from - 24), from)}</span>
          <mark style={{ fontFamily: MONO, color: 'inherit', background: 'none', textDecoration: 'underline wavy' }}>
            {part}
          </mark>
        </>
      )}
    </Box>
  )
}
