import MuiLink from '@mui/material/Link'
import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { RunDetail } from '../../../main/contract/runs.ts'
import { api } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { CommandLine } from '../../ui/CommandLine.tsx'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { Section } from '../../ui/Section.tsx'
import { SamenessPanel } from './SamenessPanel.tsx'

/** How a run is made again; where it repeats another, whether the same came out, and else what differed. */
export function ProvenanceSection({ run, isActive }: { run: RunDetail; isActive: boolean }) {
  const provenance = useQuery(
    api.provenance.get.queryOptions({
      input: { id: run.id },
      // Its numbers grow while it trains.
      staleTime: 0,
      refetchInterval: isActive ? 5000 : false,
    }),
  )
  const { data, error } = provenance
  return (
    <Section title={t.runs.madeAgain}>
      {error && <ErrorPanel error={error} doing={t.runs.readingHowThisRunWasMade} />}
      <Stack sx={{ gap: 2, minHeight: 120 }}>
        {data?.repeats && <SamenessPanel repeats={data.repeats} />}
        {data && data.repeatedBy.length > 0 && (
          <Typography variant="body2">
            {t.runs.repeatedBy}{' '}
            {data.repeatedBy.map(({ id, name }, index) => (
              <span key={id}>
                {index > 0 && ', '}
                <MuiLink component={Link} to={`/runs/${id}`} underline="always">
                  {name}
                </MuiLink>
              </span>
            ))}
            .
          </Typography>
        )}
        {data?.againCommand && (
          <>
            <Typography variant="body2">{t.runs.inATerminalTheSameTrainingIn}</Typography>
            <CommandLine label={t.runs.trainTheSameInThisWorkspace} command={data.againCommand} />
          </>
        )}
        {data?.fullCommand && (
          <>
            <Typography variant="body2">{t.runs.inAnotherWorkspaceOnADataset}</Typography>
            <CommandLine label={t.runs.trainTheSameElsewhere} command={data.fullCommand} />
          </>
        )}
      </Stack>
    </Section>
  )
}
