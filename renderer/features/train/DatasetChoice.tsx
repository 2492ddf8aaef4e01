import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'
import type { DatasetSummary } from '../../../main/contract/datasets.ts'
import { t } from '../../text/t.ts'

/** Why a dataset cannot be trained on, or null. */
function obstacle(dataset: DatasetSummary): string | null {
  if (!dataset.paired) return t.train.noHRImagesToLearnFrom
  if (dataset.state === 'missing') return t.train.itsFilesAreMissing
  return dataset.state === 'changed' ? t.train.itsFilesHaveChanged : null
}

function about(dataset: DatasetSummary): string {
  const { samples, factor, calibration } = dataset
  const pairs = `${t.train.pairs(samples)}, x${factor ?? '-'}`
  return obstacle(dataset) ?? (calibration.calibrated ? pairs : `${pairs}, uncalibrated`)
}

interface DatasetChoiceProps {
  readonly datasets: readonly DatasetSummary[]
  readonly value: string | null
  readonly onChange: (datasetId: string) => void
}

/** What to train on; datasets that cannot be trained on say why. */
export function DatasetChoice({ datasets, value, onChange }: DatasetChoiceProps) {
  const chosen = datasets.find(dataset => dataset.id === value)
  return (
    <TextField
      select
      fullWidth
      label={t.train.dataset}
      value={chosen?.id ?? ''}
      helperText={chosen ? about(chosen) : t.train.chooseImagesToLearnFrom}
      onChange={event => onChange(event.target.value)}
      slotProps={{ select: { renderValue: () => chosen?.name } }}
    >
      {datasets.map(dataset => (
        <MenuItem key={dataset.id} value={dataset.id} disabled={obstacle(dataset) !== null}>
          {dataset.name} ({about(dataset)})
        </MenuItem>
      ))}
    </TextField>
  )
}
