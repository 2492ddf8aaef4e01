import Box from '@mui/material/Box'
import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Job } from '../../../main/contract/jobs.ts'
import type { RunDetail } from '../../../main/contract/runs.ts'
import { api } from '../../app/api.ts'
import { WaitingJobs } from '../../app/jobs/WaitingJobs.tsx'
import { t } from '../../text/t.ts'
import { ButtonLink } from '../../ui/ButtonLink.tsx'
import { formatFixed } from '../../ui/format.ts'
import { Section } from '../../ui/Section.tsx'
import { ClassifierCurves } from '../classifiers/ClassifierCurves.tsx'
import { mergedPreviews } from '../runs/previewStrip.ts'
import { RunControls } from '../runs/RunControls.tsx'
import { RunCurves } from '../runs/RunCurves.tsx'
import { RunOutcome } from '../runs/RunOutcome.tsx'
import { RunPreviews } from '../runs/RunPreviews.tsx'
import { useActiveRun } from '../runs/useActiveRun.ts'
import { useRunLive } from '../runs/useRunLive.ts'

/** The training that runs, or the one that has just ended. */
export function NowTraining({ runId }: { runId: string }) {
  const run = useQuery(api.runs.get.queryOptions({ input: { id: runId } }))
  return run.data ? <Monitor run={run.data} /> : null
}

function Monitor({ run }: { run: RunDetail }) {
  const { job, isActive } = useActiveRun(run)
  const live = useRunLive(run.id, isActive ? run.jobId : null)
  const previews = useMemo(() => mergedPreviews(run.previews, live.previews), [run.previews, live.previews])
  const isClassifier = run.kind === 'classifier'
  const psnr = live.series.validation.psnr
  const best = psnr.length > 0 ? psnr.reduce((a, b) => Math.max(a, b)) : null
  return (
    <Section
      title={run.name}
      actions={
        <ButtonLink to={`/runs/${run.id}`} size="small">
          {t.train.openTheRun}
        </ButtonLink>
      }
    >
      <Stack sx={{ gap: 3 }}>
        {isActive && job ? <RunControls job={job} /> : <RunOutcome run={run} />}
        {run.status === 'done' && (
          <Box sx={{ display: 'flex', gap: 2, alignItems: 'center', flexWrap: 'wrap' }}>
            <Typography variant="body2">
              {isClassifier
                ? t.train.doneBestOnValidation(
                    formatFixed(run.bestClass?.accuracy, 3),
                    formatFixed(run.bestClass?.auc, 3),
                  )
                : t.train.doneBestValidationPSNRDBSSIM(formatFixed(run.best?.psnr, 2), formatFixed(run.best?.ssim, 4))}
            </Typography>
            <ButtonLink to={`/runs/${run.id}`} variant="outlined">
              {t.train.evaluateItOnHeldOutImages}
            </ButtonLink>
          </Box>
        )}
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {run.network}, {run.datasetName}
          {isActive && best !== null && t.train.bestValidationPSNRSoFarDB(formatFixed(best, 2))}
        </Typography>
        {isClassifier ? (
          <ClassifierCurves runId={run.id} series={live.series} isActive={isActive} />
        ) : (
          <RunCurves series={live.series} />
        )}
        {!isClassifier && run.datasetId !== null && (
          <RunPreviews runId={run.id} datasetId={run.datasetId} previews={previews} />
        )}
      </Stack>
    </Section>
  )
}

/** Trainings that wait for their turn. */
export function TrainingQueue({ jobs }: { jobs: readonly Job[] }) {
  if (jobs.length === 0) return null
  return (
    <Section title={t.train.queue}>
      <WaitingJobs jobs={jobs} />
    </Section>
  )
}
