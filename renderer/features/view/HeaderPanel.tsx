import Box from '@mui/material/Box'
import ButtonBase from '@mui/material/ButtonBase'
import Skeleton from '@mui/material/Skeleton'
import Stack from '@mui/material/Stack'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { useQuery } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef, useState } from 'react'
import type { ImageHeader } from '../../../main/contract/views.ts'
import { api } from '../../app/api.ts'
import { showToast } from '../../app/toasts.ts'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { linesWith } from './headerLines.ts'

const LINE_HEIGHT = 20

function Lines({ lines }: { lines: readonly string[] }) {
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    overscan: 12,
  })
  const copy = (line: string) =>
    navigator.clipboard.writeText(line).then(
      () => showToast({ severity: 'success', message: t.view.copied(line.slice(0, 40).trimEnd()) }),
      () => showToast({ severity: 'error', message: t.view.theBrowserDoesNotLetThisPage }),
    )
  return (
    <Box
      ref={scroller}
      role="group"
      aria-label={t.view.cardsOfTheHeader}
      tabIndex={0}
      sx={{ flex: 1, minHeight: 160, overflow: 'auto', border: 1, borderColor: 'divider', borderRadius: 1 }}
    >
      <Box sx={{ height: virtual.getTotalSize(), position: 'relative', minWidth: '81ch', typography: 'codeSmall' }}>
        {virtual.getVirtualItems().map(({ index, start, key }) => (
          <ButtonBase
            key={key}
            title={t.common.copy}
            onClick={() => void copy(lines[index] ?? '')}
            style={{ transform: `translateY(${start}px)` }}
            sx={{
              position: 'absolute',
              insetInline: 0,
              top: 0,
              height: LINE_HEIGHT,
              px: 1,
              justifyContent: 'flex-start',
              whiteSpace: 'pre',
              font: 'inherit',
              '&:hover': { bgcolor: 'action.hover' },
              '&.Mui-focusVisible, &:focus-visible': { outlineOffset: -2 },
            }}
          >
            {lines[index]}
          </ButtonBase>
        ))}
      </Box>
    </Box>
  )
}

const linesOf = ({ cards, values }: ImageHeader): readonly string[] =>
  cards.length > 0
    ? cards.map(card => card.trimEnd())
    : Object.entries(values).map(
        ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
      )

interface HeaderPanelProps {
  readonly path: string
  readonly image: number
  readonly title: string
}

/** What a file says about an image: its cards, searched as one types; a press copies one. */
export function HeaderPanel({ path, image, title }: HeaderPanelProps) {
  const [text, setText] = useState('')
  const header = useQuery(api.views.header.queryOptions({ input: { path, image } }))
  const lines = header.data && linesOf(header.data)
  const found = lines && linesWith(lines, text)
  return (
    <Stack component="section" aria-label={t.view.headerOf(title)} sx={{ gap: 1, minHeight: 0, height: '100%' }}>
      <Typography variant="h2" noWrap title={title}>
        {t.view.headerOf(title)}
      </Typography>
      <TextField
        label={t.view.search}
        value={text}
        onChange={event => setText(event.target.value)}
        placeholder={t.view.keywordValueOrComment}
        slotProps={{ inputLabel: { shrink: true }, htmlInput: { autoComplete: 'off', spellCheck: false } }}
      />
      {header.isError && <ErrorPanel error={header.error} doing={t.view.readingTheHeader} />}
      {header.isPending && <Skeleton variant="rounded" sx={{ flex: 1 }} />}
      {found && (
        <>
          <Lines lines={found} />
          <Typography variant="caption" role="status" sx={{ color: 'text.secondary' }}>
            {found.length === lines?.length
              ? t.view.lines(found.length)
              : t.view.of(found.length, t.view.lines(lines?.length ?? 0))}
            {t.view.aPressCopiesOne}
          </Typography>
        </>
      )}
    </Stack>
  )
}
