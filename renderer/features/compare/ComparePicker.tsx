import ListSubheader from '@mui/material/ListSubheader'
import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'
import { useQuery } from '@tanstack/react-query'
import type { DatasetSummary } from '../../../main/contract/datasets.ts'
import type { Evaluation } from '../../../main/contract/evaluations.ts'
import { api } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { formatMoment } from '../../ui/format.ts'
import { SIDES } from '../runs/sides.ts'

type Listed = Pick<Evaluation, 'id' | 'runId' | 'checkpoint' | 'side' | 'createdAt'>

interface ComparePickerProps {
  readonly evaluations: readonly Listed[]
  readonly datasets: readonly DatasetSummary[]
  /** 'evaluation:<id>', 'dataset:<id>' or ''. */
  readonly value: string
  readonly onChange: (kind: 'evaluation' | 'dataset', id: string) => void
}

/** What is compared: an evaluation of a run, or a dataset's LR and HR. */
export function ComparePicker({ evaluations, datasets, value, onChange }: ComparePickerProps) {
  const runs = useQuery(api.runs.list.queryOptions({ input: { limit: 500 } }))
  const runName = (id: string) => runs.data?.runs.find(run => run.id === id)?.name ?? id
  return (
    <TextField
      select
      label={t.compare.compare}
      value={value}
      onChange={event => {
        const [kind, id = ''] = event.target.value.split(':')
        onChange(kind === 'dataset' ? 'dataset' : 'evaluation', id)
      }}
      sx={{ width: 360 }}
    >
      {evaluations.length > 0 && <ListSubheader>{t.compare.evaluations}</ListSubheader>}
      {evaluations.map(({ id, runId, checkpoint, side, createdAt }) => (
        <MenuItem key={id} value={`evaluation:${id}`}>
          {runName(runId)}, {checkpoint}, {SIDES[side]}, {formatMoment(createdAt)}
        </MenuItem>
      ))}
      {datasets.length > 0 && <ListSubheader>{t.compare.lrAndHROfADataset}</ListSubheader>}
      {datasets.map(({ id, name }) => (
        <MenuItem key={id} value={`dataset:${id}`}>
          {name}
        </MenuItem>
      ))}
    </TextField>
  )
}
