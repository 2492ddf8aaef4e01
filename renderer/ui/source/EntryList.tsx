import type { SvgIconComponent } from '@mui/icons-material'
import Box from '@mui/material/Box'
import ButtonBase from '@mui/material/ButtonBase'
import Checkbox from '@mui/material/Checkbox'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import { t } from '../../text/t.ts'

export interface EntryRow {
  readonly key: string
  readonly name: string
  readonly note: string
  readonly Icon: SvgIconComponent
  /** Undefined: it cannot be opened now. */
  readonly onOpen: (() => void) | undefined
  /** Whether a file is chosen; undefined for a folder. */
  readonly chosen?: boolean | undefined
}

const ROW_HEIGHT = 32

/** Folders and files as a list of buttons; thousands of them scroll like ten. */
export function EntryList({ label, rows, height }: { label: string; rows: readonly EntryRow[]; height: number }) {
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
  })
  return (
    <Box
      ref={scroller}
      role="group"
      aria-label={label}
      tabIndex={0}
      sx={{ height, overflow: 'auto', border: 1, borderColor: 'divider', borderRadius: 1, position: 'relative' }}
    >
      {rows.length === 0 && (
        <Box sx={{ p: 2, color: 'text.secondary', typography: 'body2' }}>{t.ui.noFolderAndNoReadableImageIn}</Box>
      )}
      <Box sx={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index]
          if (row === undefined) return null
          return (
            <ButtonBase
              key={row.key}
              onClick={row.onOpen}
              disabled={row.onOpen === undefined}
              aria-pressed={row.chosen}
              style={{ transform: `translateY(${start}px)` }}
              sx={{
                position: 'absolute',
                insetInline: 0,
                top: 0,
                height: ROW_HEIGHT,
                px: 1,
                gap: 1,
                justifyContent: 'flex-start',
                typography: 'body2',
                '&:hover': { bgcolor: 'action.hover' },
                '&.Mui-focusVisible, &:focus-visible': { outlineOffset: -2 },
              }}
            >
              <row.Icon fontSize="small" sx={{ color: 'text.secondary' }} aria-hidden />
              <Box
                component="span"
                sx={{ flex: 1, textAlign: 'left', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}
              >
                {row.name}
              </Box>
              <Box component="span" sx={{ color: 'text.secondary', typography: 'caption' }}>
                {row.note}
              </Box>
              {row.chosen !== undefined && (
                <Checkbox
                  size="small"
                  checked={row.chosen}
                  tabIndex={-1}
                  component="span"
                  slotProps={{ input: { tabIndex: -1, 'aria-hidden': true } }}
                  sx={{ p: 0.5 }}
                />
              )}
            </ButtonBase>
          )
        })}
      </Box>
    </Box>
  )
}
