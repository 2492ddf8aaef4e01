import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { useQuery } from '@tanstack/react-query'
import { useLayoutEffect, useRef, useState } from 'react'
import { api } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { Section } from '../../ui/Section.tsx'

/** The end of the workspace's log, with a field to find words in it. */
export function LogLines() {
  const log = useQuery(api.diagnostics.log.queryOptions({ input: { lines: 1000 }, staleTime: 0 }))
  const [wanted, setWanted] = useState('')
  const place = useRef<HTMLElement>(null)
  const words = wanted.toLowerCase()
  const shown = log.data?.lines.filter(line => line.toLowerCase().includes(words)) ?? []
  // What happened last stands at the end.
  useLayoutEffect(() => {
    if (log.data && place.current) place.current.scrollTop = place.current.scrollHeight
  }, [log.data])
  return (
    <Section
      title={t.diagnostics.log}
      actions={<Button onClick={() => void log.refetch()}>{t.diagnostics.readAgain}</Button>}
    >
      {log.error && <ErrorPanel error={log.error} doing={t.diagnostics.readingTheLog} />}
      <TextField
        fullWidth
        label={t.diagnostics.findInTheLog}
        value={wanted}
        onChange={event => setWanted(event.target.value)}
        slotProps={{ htmlInput: { autoComplete: 'off', spellCheck: false } }}
        sx={{ mb: 1, mt: 0.5 }}
      />
      <Box
        component="pre"
        ref={place}
        tabIndex={0}
        aria-label={t.diagnostics.log}
        sx={{
          ...{ m: 0, p: 1, height: 320, overflow: 'auto', bgcolor: 'background.default', borderRadius: 0.5 },
          ...{ typography: 'code', whiteSpace: 'pre-wrap' },
        }}
      >
        {shown.length > 0 ? shown.join('\n') : log.data ? t.diagnostics.nothingIsWritten : ' '}
      </Box>
      <Typography variant="caption" component="div" noWrap sx={{ color: 'text.secondary', mt: 0.5 }}>
        {log.data ? t.diagnostics.inFile(log.data.path) : ' '}
      </Typography>
    </Section>
  )
}
