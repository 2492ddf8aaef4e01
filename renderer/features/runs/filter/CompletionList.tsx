import MenuItem from '@mui/material/MenuItem'
import MenuList from '@mui/material/MenuList'
import Typography from '@mui/material/Typography'
import { useEffect, useRef } from 'react'
import type { Completion } from '../../../../main/domain/runQuery/complete.ts'
import { MONO } from '../../../app/theme.ts'
import { t } from '../../../text/t.ts'

interface CompletionListProps {
  readonly id: string
  readonly options: readonly Completion[]
  readonly active: number
  readonly optionId: (index: number) => string
  readonly onTake: (index: number) => void
}

/** The words that may follow, below the field that keeps the focus. */
export function CompletionList({ id, options, active, optionId, onTake }: CompletionListProps) {
  const chosen = useRef<HTMLLIElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another option is another element
  useEffect(() => {
    // What it answers is no clean-up: newer browsers answer a promise.
    void chosen.current?.scrollIntoView({ block: 'nearest' })
  }, [active])
  return (
    <MenuList id={id} dense role="listbox" aria-label={t.runs.whatMayFollow} tabIndex={-1} sx={{ py: 0.5 }}>
      {options.map(({ text, detail }, index) => (
        <MenuItem
          key={text}
          id={optionId(index)}
          ref={index === active ? chosen : null}
          role="option"
          tabIndex={-1}
          selected={index === active}
          aria-selected={index === active}
          // The field must not lose the focus, or the list would close before it is pressed.
          onMouseDown={event => event.preventDefault()}
          onClick={() => onTake(index)}
          sx={{ gap: 2, justifyContent: 'space-between' }}
        >
          <Typography variant="body2" sx={{ fontFamily: MONO }}>
            {text}
          </Typography>
          <Typography variant="caption" sx={{ color: 'text.secondary' }}>
            {detail}
          </Typography>
        </MenuItem>
      ))}
    </MenuList>
  )
}
