import Box from '@mui/material/Box'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import type { ApplyRecord } from '../../../main/contract/apply.ts'
import { t } from '../../text/t.ts'
import { scrollingPart } from '../../ui/cramped.ts'
import { RESULT_HEIGHT, ResultRow } from './ResultRow.tsx'

/** One row an image; only those in sight are in the page. */
export function ResultList({ record }: { record: ApplyRecord }) {
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: record.items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => RESULT_HEIGHT,
    overscan: 4,
  })
  return (
    <Box
      ref={scroller}
      tabIndex={0}
      role="list"
      aria-label={t.apply.results}
      sx={{ ...scrollingPart, overflow: 'auto', border: 1, borderColor: 'divider', borderRadius: 1 }}
    >
      <Box sx={{ height: virtual.getTotalSize(), position: 'relative' }} role="presentation">
        {virtual.getVirtualItems().map(row => {
          const item = record.items[row.index]
          if (item === undefined) return null
          return (
            <Box
              key={row.key}
              role="listitem"
              aria-setsize={record.items.length}
              aria-posinset={row.index + 1}
              ref={virtual.measureElement}
              data-index={row.index}
              style={{ transform: `translateY(${row.start}px)` }}
              sx={{ position: 'absolute', insetInline: 0, top: 0, borderBottom: 1, borderColor: 'divider' }}
            >
              <ResultRow applyId={record.id} item={item} />
            </Box>
          )
        })}
      </Box>
    </Box>
  )
}
