import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import type { DatasetSummary } from '../../../main/contract/datasets.ts'
import type { Recipe } from '../../../main/contract/recipes.ts'
import { t } from '../../text/t.ts'
import { DatasetChoice } from './DatasetChoice.tsx'

interface StageDatasetsProps {
  readonly recipe: Recipe
  readonly datasets: readonly DatasetSummary[]
  /** Of stages that have none of their own. */
  readonly chosen: string | null
  readonly value: Readonly<Record<string, string>>
  readonly onChange: (datasets: Readonly<Record<string, string>>) => void
}

/** The stages of a recipe in their order, each with what it is trained on; nothing where there is one. */
export function StageDatasets({ recipe, datasets, chosen, value, onChange }: StageDatasetsProps) {
  if (recipe.stages.length < 2) return null
  return (
    <Stack sx={{ gap: 1.5 }}>
      <Typography variant="body2">{t.train.stagesOneAfterTheOtherEachMay(recipe.stages.length)}</Typography>
      {recipe.stages.map((stage, i) => (
        <DatasetChoice
          key={stage.id}
          label={t.train.trainedOn(i + 1, stage.title)}
          stage={stage}
          datasets={datasets}
          value={value[stage.id] ?? chosen}
          note={stage.data === null ? undefined : t.train.theStudyTook(stage.data)}
          onChange={id => onChange({ ...value, [stage.id]: id })}
        />
      ))}
    </Stack>
  )
}
