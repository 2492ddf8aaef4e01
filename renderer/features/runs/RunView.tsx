import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import MuiLink from '@mui/material/Link'
import Stack from '@mui/material/Stack'
import { useMemo } from 'react'
import { Link, useNavigate } from 'react-router'
import { type RunDetail, TRAINED_ELSEWHERE } from '../../../main/contract/runs.ts'
import { t } from '../../text/t.ts'
import { ButtonLink } from '../../ui/ButtonLink.tsx'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { formatFixed } from '../../ui/format.ts'
import { Page } from '../../ui/Page.tsx'
import { Section } from '../../ui/Section.tsx'
import { JudgeSection } from '../classifiers/JudgeSection.tsx'
import { TakeSection } from '../take/TakeSection.tsx'
import { CheckpointsSection } from './CheckpointsSection.tsx'
import { EvaluationsSection } from './EvaluationsSection.tsx'
import { LogSection } from './LogSection.tsx'
import { ProvenanceSection } from './ProvenanceSection.tsx'
import { mergedPreviews } from './previewStrip.ts'
import { RunAgain } from './RunAgain.tsx'
import { RunControls } from './RunControls.tsx'
import { RunCurves } from './RunCurves.tsx'
import { ConfigSection, EnvironmentSection, SummarySection } from './RunFacts.tsx'
import { RunOutcome } from './RunOutcome.tsx'
import { RunPreviews } from './RunPreviews.tsx'
import { RunStatusChip } from './RunStatusChip.tsx'
import { useRemoveRun } from './runQueries.ts'
import { useActiveRun } from './useActiveRun.ts'
import { useRunLive } from './useRunLive.ts'

const COLUMNS = {
  display: 'grid',
  gap: 3,
  gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'repeat(2, minmax(0, 1fr))' },
}

/** The parts of a run's page, live while it trains. */
export function RunView({ run }: { run: RunDetail }) {
  const navigate = useNavigate()
  const remove = useRemoveRun(() => void navigate('/runs'))
  const { job, isActive } = useActiveRun(run)
  const live = useRunLive(run.id, isActive ? run.jobId : null)
  const previews = useMemo(() => mergedPreviews(run.previews, live.previews), [run.previews, live.previews])
  const hasWeights = run.checkpoints.length > 0
  return (
    <Page
      title={run.name}
      subtitle={
        <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
          <RunStatusChip status={job?.status ?? run.status} />
          {run.datasetName === TRAINED_ELSEWHERE ? t.runs.trainedElsewhere(run.network) : `${t.runs.on(run.network)} `}
          {run.datasetId === null ? (
            run.datasetName !== TRAINED_ELSEWHERE && run.datasetName
          ) : (
            <MuiLink component={Link} to={`/data/${run.datasetId}`} underline="always">
              {run.datasetName}
            </MuiLink>
          )}
          {run.best && (
            <span>{t.runs.bestValidationPSNRDBSSIM(formatFixed(run.best.psnr, 2), formatFixed(run.best.ssim, 4))}</span>
          )}
        </Box>
      }
      actions={
        <>
          <Button
            color="secondary"
            disabled={isActive || remove.isPending}
            onClick={() => remove.mutate({ id: run.id, name: run.name })}
          >
            {t.runs.moveToTheTrash}
          </Button>
          {hasWeights && run.kind === 'images' && (
            <ButtonLink to={`/train?from=${run.id}`}>{t.weights.trainFromIt}</ButtonLink>
          )}
          {run.origin === null && <RunAgain runId={run.id} />}
          {hasWeights && (
            <ButtonLink to={`/apply?run=${run.id}`} variant="outlined">
              {t.runs.superResolveImages}
            </ButtonLink>
          )}
        </>
      }
    >
      <Stack sx={{ gap: 3 }}>
        {isActive && job ? <RunControls job={job} /> : <RunOutcome run={run} />}
        {run.datasetId !== null && (
          <>
            <Section title={t.runs.curves}>
              {live.error ? (
                <ErrorPanel error={live.error} doing={t.runs.readingTheCurves} />
              ) : (
                <RunCurves series={live.series} all />
              )}
            </Section>
            <Section title={t.runs.previewsThroughTheTraining}>
              <RunPreviews runId={run.id} datasetId={run.datasetId} previews={previews} />
            </Section>
          </>
        )}
        <Box sx={COLUMNS}>
          <SummarySection run={run} />
          <Stack sx={{ gap: 3, minWidth: 0 }}>
            <EvaluationsSection run={run} />
            <CheckpointsSection run={run} />
          </Stack>
          <ConfigSection run={run} />
          <EnvironmentSection run={run} />
        </Box>
        <ProvenanceSection run={run} isActive={isActive} />
        {!isActive && <TakeSection runs={[run.id]} />}
        {run.checkpoints.length > 0 && <JudgeSection run={run} />}
        <LogSection runId={run.id} isActive={isActive} />
      </Stack>
    </Page>
  )
}
