import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import MuiLink from '@mui/material/Link'
import Stack from '@mui/material/Stack'
import { Link, useNavigate } from 'react-router'
import type { RunDetail } from '../../../main/contract/runs.ts'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { formatFixed } from '../../ui/format.ts'
import { Page } from '../../ui/Page.tsx'
import { Section } from '../../ui/Section.tsx'
import { LogSection } from '../runs/LogSection.tsx'
import { ProvenanceSection } from '../runs/ProvenanceSection.tsx'
import { RunAgain } from '../runs/RunAgain.tsx'
import { RunControls } from '../runs/RunControls.tsx'
import { ConfigSection, EnvironmentSection } from '../runs/RunFacts.tsx'
import { RunOutcome } from '../runs/RunOutcome.tsx'
import { RunStatusChip } from '../runs/RunStatusChip.tsx'
import { useRemoveRun } from '../runs/runQueries.ts'
import { useActiveRun } from '../runs/useActiveRun.ts'
import { useRunLive } from '../runs/useRunLive.ts'
import { ClassEvaluations } from './ClassEvaluations.tsx'
import { ClassifierCurves } from './ClassifierCurves.tsx'

/** A classifier's run: its training, live, and how well it tells its classes apart. */
export function ClassifierRunView({ run }: { run: RunDetail }) {
  const navigate = useNavigate()
  const remove = useRemoveRun(() => void navigate('/runs'))
  const { job, isActive } = useActiveRun(run)
  const live = useRunLive(run.id, isActive ? run.jobId : null)
  const best = run.bestClass
  return (
    <Page
      title={run.name}
      subtitle={
        <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
          <RunStatusChip status={job?.status ?? run.status} />
          <span>{run.network}</span>
          <MuiLink component={Link} to={`/data/${run.datasetId}`} underline="always">
            {run.datasetName}
          </MuiLink>
          {best && (
            <span>{t.classifiers.bestOnValidation(formatFixed(best.accuracy, 3), formatFixed(best.auc, 3))}</span>
          )}
        </Box>
      }
      actions={
        <>
          <RunAgain runId={run.id} />
          <Button
            color="secondary"
            disabled={isActive || remove.isPending}
            onClick={() => remove.mutate({ id: run.id, name: run.name })}
          >
            {t.classifiers.moveToTrash}
          </Button>
        </>
      }
    >
      <Stack sx={{ gap: 3 }}>
        {isActive && job ? <RunControls job={job} /> : <RunOutcome run={run} />}
        <Section title={t.classifiers.curves}>
          {live.error ? (
            <ErrorPanel error={live.error} doing={t.classifiers.curves} />
          ) : (
            <ClassifierCurves runId={run.id} series={live.series} isActive={isActive} />
          )}
        </Section>
        <ClassEvaluations run={run} />
        <Box
          sx={{
            display: 'grid',
            gap: 3,
            gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'repeat(2, minmax(0, 1fr))' },
          }}
        >
          <ConfigSection run={run} />
          <EnvironmentSection run={run} />
        </Box>
        <ProvenanceSection run={run} isActive={isActive} />
        <LogSection runId={run.id} isActive={isActive} />
      </Stack>
    </Page>
  )
}
