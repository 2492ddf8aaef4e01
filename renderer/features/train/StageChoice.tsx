import Tab from '@mui/material/Tab'
import Tabs from '@mui/material/Tabs'
import type { Recipe } from '../../../main/contract/recipes.ts'
import { t } from '../../text/t.ts'

interface StageChoiceProps {
  readonly recipe: Recipe
  readonly value: string
  readonly onChange: (stage: string) => void
}

/** Which stage of a recipe the fields beneath are of; nothing where there is one. */
export function StageChoice({ recipe, value, onChange }: StageChoiceProps) {
  if (recipe.stages.length < 2) return null
  return (
    <Tabs value={value} onChange={(_, stage) => onChange(stage)} aria-label={t.train.stageWhoseSettingsAreShown}>
      {recipe.stages.map(({ id, title }, i) => (
        <Tab key={id} value={id} label={`${i + 1}. ${title}`} />
      ))}
    </Tabs>
  )
}
