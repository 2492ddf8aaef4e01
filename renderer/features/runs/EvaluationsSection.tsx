import Button from '@mui/material/Button'
import Chip from '@mui/material/Chip'
import MenuItem from '@mui/material/MenuItem'
import Stack from '@mui/material/Stack'
import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableRow from '@mui/material/TableRow'
import TextField from '@mui/material/TextField'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { type SplitSide, splitSideSchema } from '../../../main/contract/common.ts'
import type { RunDetail } from '../../../main/contract/runs.ts'
import { api } from '../../app/api.ts'
import { JobProgress } from '../../app/jobs/JobProgress.tsx'
import { t } from '../../text/t.ts'
import { ButtonLink } from '../../ui/ButtonLink.tsx'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { formatMoment } from '../../ui/format.ts'
import { Section } from '../../ui/Section.tsx'

const SIDES: Record<SplitSide, string> = {
  test: 'test (held-out)',
  validation: t.runs.validationHeldOutChoseTheBest,
  train: t.runs.trainingNotAResult,
}

/** Scores on a side of the split: those there are, and one more on request. */
export function EvaluationsSection({ run }: { run: RunDetail }) {
  const navigate = useNavigate()
  const [side, setSide] = useState<SplitSide>('test')
  const [checkpoint, setCheckpoint] = useState<'best' | 'last'>('best')
  const start = useMutation(api.evaluations.start.mutationOptions())
  const started = start.data
  return (
    <Section title={t.runs.evaluations}>
      <Stack sx={{ gap: 2 }}>
        {run.evaluations.length > 0 && (
          <Table size="small" aria-label={t.runs.evaluationsOfThisRun}>
            <TableBody>
              {run.evaluations.map(evaluation => (
                <TableRow key={evaluation.id}>
                  <TableCell>{formatMoment(evaluation.createdAt)}</TableCell>
                  <TableCell>{t.runs.weights2(evaluation.checkpoint)}</TableCell>
                  <TableCell>
                    <Chip
                      variant="outlined"
                      color={evaluation.side === 'train' ? 'warning' : 'default'}
                      label={evaluation.side === 'train' ? t.runs.trainingSide : evaluation.side}
                    />
                  </TableCell>
                  <TableCell align="right">
                    <ButtonLink to={`/compare?evaluation=${evaluation.id}`} size="small">
                      {t.runs.compare}
                    </ButtonLink>
                  </TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        )}
        {run.checkpoints.length === 0 ? (
          t.runs.thereIsNothingToEvaluateBefore
        ) : (
          <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
            <TextField
              select
              label={t.runs.images}
              value={side}
              onChange={event => setSide(splitSideSchema.options.find(s => s === event.target.value) ?? 'test')}
            >
              {(['test', 'validation', 'train'] as const).map(option => (
                <MenuItem key={option} value={option}>
                  {SIDES[option]}
                </MenuItem>
              ))}
            </TextField>
            <TextField
              select
              label={t.runs.weights}
              value={checkpoint}
              onChange={event => setCheckpoint(event.target.value === 'last' ? 'last' : 'best')}
            >
              <MenuItem value="best">{t.runs.best}</MenuItem>
              <MenuItem value="last">{t.runs.last}</MenuItem>
            </TextField>
            <Button
              variant="contained"
              disabled={start.isPending}
              onClick={() => start.mutate({ runId: run.id, side, checkpoint })}
            >
              {t.runs.startEvaluation}
            </Button>
          </Stack>
        )}
        {start.error && <ErrorPanel error={start.error} doing={t.runs.startingTheEvaluation} />}
        {started && (
          <JobProgress job={started.job} onDone={() => void navigate(`/compare?evaluation=${started.evaluationId}`)} />
        )}
      </Stack>
    </Section>
  )
}
