import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'
import type { DatasetSummary } from '../../../main/contract/datasets.ts'
import type { RecipeStage } from '../../../main/contract/recipes.ts'
import { t } from '../../text/t.ts'
import { obstacle } from './suitable.ts'

function about(dataset: DatasetSummary, stage: RecipeStage): string {
  const { samples, factor, calibration, classes } = dataset
  const hindered = obstacle(dataset, stage)
  if (hindered !== null) return hindered
  if (stage.task === 'classify') return t.train.imagesInClasses(samples, classes.length)
  const pairs = `${t.train.pairs(samples)}, x${factor ?? '-'}`
  return calibration.calibrated ? pairs : t.train.uncalibrated(pairs)
}

interface DatasetChoiceProps {
  readonly label: string
  /** What is to be trained on it. */
  readonly stage: RecipeStage
  readonly datasets: readonly DatasetSummary[]
  readonly value: string | null
  /** Shown with what the dataset is. */
  readonly note?: string
  readonly onChange: (datasetId: string) => void
}

/** What to train on; datasets that cannot be trained on say why. */
export function DatasetChoice({ label, stage, datasets, value, note, onChange }: DatasetChoiceProps) {
  const chosen = datasets.find(dataset => dataset.id === value)
  const told = chosen ? about(chosen, stage) : t.train.chooseImagesToLearnFrom
  return (
    <TextField
      select
      fullWidth
      label={label}
      value={chosen?.id ?? ''}
      error={chosen !== undefined && obstacle(chosen, stage) !== null}
      helperText={note ? `${told}. ${note}` : told}
      onChange={event => onChange(event.target.value)}
      slotProps={{ select: { renderValue: () => chosen?.name } }}
    >
      {datasets.map(dataset => (
        <MenuItem key={dataset.id} value={dataset.id} disabled={obstacle(dataset, stage) !== null}>
          {dataset.name} ({about(dataset, stage)})
        </MenuItem>
      ))}
    </TextField>
  )
}
