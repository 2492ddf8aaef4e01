import Alert from '@mui/material/Alert'
import Button from '@mui/material/Button'
import MenuItem from '@mui/material/MenuItem'
import Stack from '@mui/material/Stack'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { RunDetail } from '../../../main/contract/runs.ts'
import { api, queryClient } from '../../app/api.ts'
import { JobProgress } from '../../app/jobs/JobProgress.tsx'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { formatMoment } from '../../ui/format.ts'
import { Section } from '../../ui/Section.tsx'
import { JudgementTable } from './JudgementTable.tsx'

/** What a classifier can tell from a network's images, beside their LR and HR. */
export function JudgeSection({ run }: { run: RunDetail }) {
  const runs = useQuery(api.runs.list.queryOptions({ input: { limit: 500 } }))
  const judgements = useQuery(api.classifiers.judgements.queryOptions({ input: { runId: run.id } }))
  const classifiers = runs.data?.runs.filter(other => other.kind === 'classifier' && other.step > 0) ?? []
  const [chosen, setChosen] = useState<{ classifier?: string; evaluation?: string }>({})
  const start = useMutation(api.classifiers.judge.mutationOptions())
  const classifier = chosen.classifier ?? classifiers[0]?.id
  const evaluation = chosen.evaluation ?? run.evaluations[0]?.id
  return (
    <Section title={t.classifiers.judged}>
      <Stack sx={{ gap: 2 }}>
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {t.classifiers.judgedAbout}
        </Typography>
        {classifier === undefined || evaluation === undefined ? (
          <Typography variant="body2">
            {classifier === undefined ? t.classifiers.noClassifier : t.classifiers.evaluateFirst}
          </Typography>
        ) : (
          <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
            <TextField
              select
              label={t.classifiers.ofEvaluation}
              value={evaluation}
              onChange={({ target }) => setChosen({ ...chosen, evaluation: target.value })}
            >
              {run.evaluations.map(({ id, side, createdAt }) => (
                <MenuItem key={id} value={id}>
                  {side}, {formatMoment(createdAt)}
                </MenuItem>
              ))}
            </TextField>
            <TextField
              select
              label={t.classifiers.by}
              value={classifier}
              onChange={({ target }) => setChosen({ ...chosen, classifier: target.value })}
            >
              {classifiers.map(({ id, name }) => (
                <MenuItem key={id} value={id}>
                  {name}
                </MenuItem>
              ))}
            </TextField>
            <Button
              variant="contained"
              disabled={start.isPending}
              onClick={() => start.mutate({ evaluationId: evaluation, classifierRunId: classifier })}
            >
              {t.classifiers.judge}
            </Button>
          </Stack>
        )}
        {start.error && <ErrorPanel error={start.error} doing={t.classifiers.startingTheJudgement} />}
        {start.data && (
          <JobProgress
            key={start.data.judgementId}
            job={start.data.job}
            onDone={() => {
              start.reset()
              void queryClient.invalidateQueries({ queryKey: api.classifiers.key() })
            }}
          />
        )}
        {judgements.error && <ErrorPanel error={judgements.error} doing={t.classifiers.readingTheJudgements} />}
        {judgements.data?.map(judgement => (
          <Stack key={judgement.id} sx={{ gap: 1 }}>
            <Typography variant="h3">
              {t.classifiers.judgedBy(judgement.classifierName, judgement.samples, formatMoment(judgement.createdAt))}
            </Typography>
            {judgement.warnings.map(warning => (
              <Alert key={warning} severity="warning" variant="outlined">
                {warning}
              </Alert>
            ))}
            <JudgementTable judgement={judgement} />
          </Stack>
        ))}
      </Stack>
    </Section>
  )
}
