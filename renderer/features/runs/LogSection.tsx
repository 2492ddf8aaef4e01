import Box from '@mui/material/Box'
import { useQuery } from '@tanstack/react-query'
import { api } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { formatMoment } from '../../ui/format.ts'
import { Section } from '../../ui/Section.tsx'

const COLORS = { info: 'text.primary', warning: 'warning.main', error: 'error.main' } as const

/** What the training has said, newest last; read again now and then while it runs. */
export function LogSection({ runId, isActive }: { runId: string; isActive: boolean }) {
  const log = useQuery({
    ...api.runs.log.queryOptions({ input: { id: runId } }),
    refetchInterval: isActive ? 5000 : false,
  })
  return (
    <Section title={t.runs.log}>
      {log.error && <ErrorPanel error={log.error} doing={t.runs.readingTheLog} />}
      <Box
        tabIndex={0}
        role="region"
        aria-label={t.runs.logOfTheRun}
        sx={{ maxHeight: 320, overflow: 'auto', typography: 'body2' }}
      >
        {(log.data ?? []).map((line, index) => (
          <Box
            // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added at the end
            key={index}
            sx={{ display: 'flex', gap: 2 }}
          >
            <Box component="span" sx={{ color: 'text.secondary', whiteSpace: 'nowrap' }}>
              {formatMoment(line.at)}
            </Box>
            <Box component="span" sx={{ color: COLORS[line.level], overflowWrap: 'anywhere' }}>
              {line.level === 'info' ? '' : `${line.level}: `}
              {line.message}
            </Box>
          </Box>
        ))}
        {log.data?.length === 0 && <Box sx={{ color: 'text.secondary' }}>{t.runs.nothingWasSaidYet}</Box>}
      </Box>
    </Section>
  )
}
