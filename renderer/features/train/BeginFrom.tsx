import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'
import { useMutation, useQuery } from '@tanstack/react-query'
import { api, queryClient } from '../../app/api.ts'
import { t } from '../../text/t.ts'

/** More are found on the page of runs, each with its own way here. */
const RUNS_SHOWN = 200
const NONE = 'none'

interface BeginFromProps {
  /** Id of the run whose weights a training begins from; null: from none. */
  readonly value: string | null
  readonly onChange: (runId: string | null) => void
}

/** Weights to begin from: of any run, imported ones and those that Subarc brings along. */
export function BeginFrom({ value, onChange }: BeginFromProps) {
  const runs = useQuery(api.runs.list.queryOptions({ input: { limit: RUNS_SHOWN } }))
  const pretrained = useQuery(api.weights.pretrained.queryOptions())
  const add = useMutation(
    api.weights.addPretrained.mutationOptions({
      onSuccess: ({ id }) => {
        void queryClient.invalidateQueries({ queryKey: api.runs.key() })
        void queryClient.invalidateQueries({ queryKey: api.weights.key() })
        onChange(id)
      },
    }),
  )
  const trained = runs.data?.runs.filter(run => run.kind === 'images' && (run.step > 0 || run.origin !== null)) ?? []
  const brought = pretrained.data?.filter(({ runId }) => runId === null) ?? []
  if (value === null && trained.length + brought.length === 0) return null
  const known = trained.some(run => run.id === value)
  return (
    <TextField
      select
      fullWidth
      label={t.weights.beginFrom}
      value={value !== null && known ? value : NONE}
      disabled={add.isPending}
      helperText={value === null ? undefined : t.weights.networkIsThatOfTheRun}
      onChange={({ target }) => {
        const network = brought.find(({ id }) => id === target.value)
        if (network) add.mutate({ id: network.id })
        else onChange(target.value === NONE ? null : target.value)
      }}
    >
      <MenuItem value={NONE}>{t.weights.beginFromNone}</MenuItem>
      {brought.map(({ id, title }) => (
        <MenuItem key={id} value={id}>
          {t.weights.bringsAlong(title)}
        </MenuItem>
      ))}
      {trained.map(run => (
        <MenuItem key={run.id} value={run.id}>
          {run.name} ({run.network})
        </MenuItem>
      ))}
    </TextField>
  )
}
