import Autocomplete from '@mui/material/Autocomplete'
import TextField from '@mui/material/TextField'
import { useMutation } from '@tanstack/react-query'
import type { DatasetDetail, Sample } from '../../../main/contract/datasets.ts'
import { api, queryClient } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'

/** The class of a sample: one of the dataset's, a new one, or none. */
export function SampleClass({ dataset, sample }: { dataset: DatasetDetail; sample: Sample }) {
  const change = useMutation(
    api.datasets.setLabels.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: api.datasets.key() }),
    }),
  )
  const save = (text: string | null) => {
    const label = text?.trim() || null
    if (label !== sample.label) change.mutate({ id: dataset.id, labels: [{ sample: sample.index, label }] })
  }
  return (
    <>
      <Autocomplete
        freeSolo
        autoSelect
        size="small"
        options={dataset.classes.map(({ label }) => label)}
        value={sample.label}
        disabled={change.isPending}
        onChange={(_, value) => save(value)}
        renderInput={props => <TextField {...props} label={t.classifiers.class} placeholder={t.classifiers.noClass} />}
      />
      {change.error && <ErrorPanel error={change.error} doing={t.classifiers.changingTheClass} />}
    </>
  )
}
