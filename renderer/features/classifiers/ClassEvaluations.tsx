import Alert from '@mui/material/Alert'
import Button from '@mui/material/Button'
import MenuItem from '@mui/material/MenuItem'
import Stack from '@mui/material/Stack'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type SplitSide, splitSideSchema } from '../../../main/contract/common.ts'
import type { RunDetail } from '../../../main/contract/runs.ts'
import { api, queryClient } from '../../app/api.ts'
import { JobProgress } from '../../app/jobs/JobProgress.tsx'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { formatMoment } from '../../ui/format.ts'
import { Section } from '../../ui/Section.tsx'
import { OWN_SIDES } from '../runs/sides.ts'
import { ClassScoresView } from './ClassScoresView.tsx'

/** The latest evaluation of a classifier, and one more on request. */
export function ClassEvaluations({ run }: { run: RunDetail }) {
  const [side, setSide] = useState<SplitSide>('test')
  const list = useQuery(api.classifiers.evaluations.queryOptions({ input: { runId: run.id } }))
  const latest = list.data?.[0]
  const shown = useQuery(
    api.classifiers.evaluation.queryOptions({ input: { id: latest?.id ?? '' }, enabled: latest !== undefined }),
  )
  const start = useMutation(api.classifiers.evaluate.mutationOptions())
  const error = list.error ?? shown.error
  return (
    <Section
      title={t.classifiers.evaluation}
      actions={
        <Stack direction="row" sx={{ gap: 1, alignItems: 'center' }}>
          <TextField
            select
            size="small"
            label={t.classifiers.images}
            value={side}
            onChange={({ target }) => setSide(splitSideSchema.options.find(s => s === target.value) ?? 'test')}
          >
            {(['test', 'validation', 'train'] as const).map(option => (
              <MenuItem key={option} value={option}>
                {OWN_SIDES[option]}
              </MenuItem>
            ))}
          </TextField>
          <Button
            variant="contained"
            disabled={start.isPending || run.checkpoints.length === 0}
            onClick={() => start.mutate({ runId: run.id, side })}
          >
            {t.classifiers.evaluate}
          </Button>
        </Stack>
      }
    >
      <Stack sx={{ gap: 2 }}>
        {start.error && <ErrorPanel error={start.error} doing={t.classifiers.startingTheEvaluation} />}
        {start.data && (
          <JobProgress
            key={start.data.evaluationId}
            job={start.data.job}
            onDone={() => {
              start.reset()
              void queryClient.invalidateQueries({ queryKey: api.classifiers.key() })
            }}
          />
        )}
        {error && <ErrorPanel error={error} doing={t.classifiers.readingTheEvaluation} />}
        {list.data?.length === 0 && <Typography variant="body2">{t.classifiers.notEvaluated}</Typography>}
        {shown.data && (
          <>
            <Typography variant="body2" sx={{ color: 'text.secondary' }}>
              {t.classifiers.evaluatedOn(
                shown.data.images.length,
                OWN_SIDES[shown.data.side],
                formatMoment(shown.data.createdAt),
              )}
            </Typography>
            {shown.data.warnings.map(warning => (
              <Alert key={warning} severity="warning" variant="outlined">
                {warning}
              </Alert>
            ))}
            <ClassScoresView classes={shown.data.classes} scores={shown.data.scores} />
          </>
        )}
      </Stack>
    </Section>
  )
}
