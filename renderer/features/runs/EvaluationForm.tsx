import Button from '@mui/material/Button'
import MenuItem from '@mui/material/MenuItem'
import Stack from '@mui/material/Stack'
import TextField from '@mui/material/TextField'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { type SplitSide, splitSideSchema } from '../../../main/contract/common.ts'
import type { DatasetSummary } from '../../../main/contract/datasets.ts'
import { magnificationOf } from '../../../main/contract/networks.ts'
import type { RunDetail } from '../../../main/contract/runs.ts'
import { api } from '../../app/api.ts'
import { JobProgress } from '../../app/jobs/JobProgress.tsx'
import { t } from '../../text/t.ts'
import { ButtonLink } from '../../ui/ButtonLink.tsx'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { OWN_SIDES, SIDES } from './sides.ts'

const canBeScoredOn = (run: RunDetail, dataset: DatasetSummary): boolean =>
  dataset.paired && (run.config === null || dataset.factor === magnificationOf(run.config.network))

/** Scores a checkpoint on a side of its own dataset's split or of another's. */
export function EvaluationForm({ run }: { run: RunDetail }) {
  const navigate = useNavigate()
  const datasets = useQuery(api.datasets.list.queryOptions())
  const [wanted, setWanted] = useState(run.datasetId)
  const [side, setSide] = useState<SplitSide>('test')
  const [checkpoint, setCheckpoint] = useState<'best' | 'last'>('best')
  const start = useMutation(api.evaluations.start.mutationOptions())
  const suitable = (datasets.data ?? []).filter(dataset => canBeScoredOn(run, dataset))
  const chosen = suitable.find(({ id }) => id === wanted) ?? suitable[0]
  const sides = chosen?.id === run.datasetId ? OWN_SIDES : SIDES
  if (datasets.isPending) return null
  if (chosen === undefined) {
    return (
      <Stack sx={{ gap: 1, alignItems: 'flex-start' }}>
        {t.runs.thereAreNoPairsToScoreItOn}
        <ButtonLink to="/data/import">{t.runs.importPairs}</ButtonLink>
      </Stack>
    )
  }
  return (
    <>
      <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
        <TextField
          select
          label={t.runs.dataset}
          value={chosen.id}
          onChange={event => setWanted(event.target.value)}
          slotProps={{ select: { renderValue: () => chosen.name } }}
        >
          {suitable.map(({ id, name }) => (
            <MenuItem key={id} value={id}>
              {id === run.datasetId ? t.runs.itsOwnDataset(name) : name}
            </MenuItem>
          ))}
        </TextField>
        <TextField
          select
          label={t.runs.images}
          value={side}
          onChange={event => setSide(splitSideSchema.options.find(s => s === event.target.value) ?? 'test')}
        >
          {(['test', 'validation', 'train'] as const).map(option => (
            <MenuItem key={option} value={option}>
              {sides[option]}
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
          onClick={() => start.mutate({ runId: run.id, datasetId: chosen.id, side, checkpoint })}
        >
          {t.runs.startEvaluation}
        </Button>
      </Stack>
      {start.error && <ErrorPanel error={start.error} doing={t.runs.startingTheEvaluation} />}
      {start.data && (
        <JobProgress
          job={start.data.job}
          onDone={() => void navigate(`/compare?evaluation=${start.data.evaluationId}`)}
        />
      )}
    </>
  )
}
