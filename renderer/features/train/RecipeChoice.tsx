import Box from '@mui/material/Box'
import FormControl from '@mui/material/FormControl'
import FormControlLabel from '@mui/material/FormControlLabel'
import FormLabel from '@mui/material/FormLabel'
import MenuItem from '@mui/material/MenuItem'
import Radio from '@mui/material/Radio'
import RadioGroup from '@mui/material/RadioGroup'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { useId } from 'react'
import type { Recipe } from '../../../main/contract/recipes.ts'
import { t } from '../../text/t.ts'
import { RecipeNotes } from './RecipeNotes.tsx'

/** The choice that stands for all rows of the study. */
const STUDY = 'study'

interface RecipeChoiceProps {
  readonly recipes: readonly Recipe[]
  readonly value: string
  readonly onChange: (recipeId: string) => void
}

/** Subarc's own recipes, each with what it is good for, and the study's rows, corrected or as published. */
export function RecipeChoice({ recipes, value, onChange }: RecipeChoiceProps) {
  const id = useId()
  const chosen = recipes.find(recipe => recipe.id === value)
  const own = recipes.filter(recipe => recipe.row === null)
  const ofStudy = recipes.filter(recipe => recipe.row !== null)
  const isStudy = chosen !== undefined && chosen.row !== null
  const choices = [
    ...own.map(({ id: key, title }) => ({ key, title })),
    ...(ofStudy.length > 0 ? [{ key: STUDY, title: t.train.aNetworkOfTheStudy }] : []),
  ]
  const choose = (key: string) => onChange(key === STUDY ? (ofStudy[0]?.id ?? value) : key)
  return (
    <FormControl>
      <FormLabel id={id} sx={{ typography: 'caption' }}>
        {t.train.recipe}
      </FormLabel>
      <RadioGroup
        aria-labelledby={id}
        value={isStudy ? STUDY : value}
        onChange={event => choose(event.target.value)}
        sx={{ gap: 1, mt: 0.5 }}
      >
        {choices.map(({ key, title }) => {
          const isChosen = key === (isStudy ? STUDY : value)
          return (
            <Box
              key={key}
              sx={{ p: 1, border: 1, borderRadius: 1, borderColor: isChosen ? 'primary.main' : 'divider' }}
            >
              <FormControlLabel
                value={key}
                control={<Radio size="small" sx={{ py: 0.25 }} />}
                sx={{ mx: 0 }}
                label={<Box sx={{ fontWeight: 600 }}>{title}</Box>}
              />
              {isChosen && chosen && (
                <Box sx={{ pl: 3.5 }}>
                  {key === STUDY && <StudyRow recipes={ofStudy} chosen={chosen} onChange={onChange} />}
                  <Typography variant="body2" sx={{ color: 'text.secondary' }}>
                    {chosen.description}
                  </Typography>
                  <RecipeNotes recipe={chosen} />
                </Box>
              )}
            </Box>
          )
        })}
      </RadioGroup>
    </FormControl>
  )
}

interface StudyRowProps {
  readonly recipes: readonly Recipe[]
  readonly chosen: Recipe
  readonly onChange: (recipeId: string) => void
}

function StudyRow({ recipes, chosen, onChange }: StudyRowProps) {
  const rows = [...new Set(recipes.flatMap(recipe => recipe.row ?? []))]
  const take = (row: string | null, form: string) => {
    const ofRow = recipes.filter(recipe => recipe.row === row)
    const found = ofRow.find(recipe => recipe.form === form) ?? ofRow[0]
    if (found) onChange(found.id)
  }
  return (
    <Box sx={{ display: 'flex', gap: 1, mt: 1, mb: 1 }}>
      <TextField
        select
        fullWidth
        label={t.train.rowOfItsTables}
        value={chosen.row ?? ''}
        onChange={event => take(event.target.value, chosen.form)}
      >
        {rows.map(row => (
          <MenuItem key={row} value={row}>
            {row}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        select
        label={t.train.form}
        value={chosen.form}
        onChange={event => take(chosen.row, event.target.value)}
        sx={{ minWidth: 140 }}
      >
        <MenuItem value="corrected">{t.train.corrected}</MenuItem>
        <MenuItem value="published">{t.train.asPublished}</MenuItem>
      </TextField>
    </Box>
  )
}
