import MenuItem from '@mui/material/MenuItem'
import Stack from '@mui/material/Stack'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import type { DatasetSummary } from '../../../main/contract/datasets.ts'
import type { Recipe, RecipeStage } from '../../../main/contract/recipes.ts'
import { t } from '../../text/t.ts'

interface StageDatasetsProps {
  readonly recipe: Recipe
  readonly datasets: readonly DatasetSummary[]
  readonly chosen: string
  readonly value: Readonly<Record<string, string>>
  readonly onChange: (datasets: Readonly<Record<string, string>>) => void
}

const helper = ({ data }: RecipeStage): string => (data === null ? '' : t.train.theStudyTook(data))

/** The stages of a recipe in their order, each with what it is trained on; nothing where there is one. */
export function StageDatasets({ recipe, datasets, chosen, value, onChange }: StageDatasetsProps) {
  if (recipe.stages.length < 2) return null
  return (
    <Stack sx={{ gap: 1.5 }}>
      <Typography variant="body2">{t.train.stagesOneAfterTheOtherEachMay(recipe.stages.length)}</Typography>
      {recipe.stages.map((stage, i) => (
        <TextField
          key={stage.id}
          select
          fullWidth
          label={t.train.trainedOn(i + 1, stage.title)}
          value={value[stage.id] ?? chosen}
          helperText={helper(stage)}
          onChange={event => onChange({ ...value, [stage.id]: event.target.value })}
        >
          {datasets.map(({ id, name }) => (
            <MenuItem key={id} value={id}>
              {name}
            </MenuItem>
          ))}
        </TextField>
      ))}
    </Stack>
  )
}
