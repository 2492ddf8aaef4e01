import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import type { Recipe } from '../../../main/contract/recipes.ts'
import { t } from '../../text/t.ts'

const NAMES: Readonly<Record<string, string>> = { mse: 'MSE', ssim: 'SSIM', psnr: 'PSNR' }

/** The scores that the study published, and where the recipe departs from it. */
export function RecipeNotes({ recipe }: { recipe: Recipe }) {
  const scores = Object.entries(recipe.published ?? {})
  return (
    <>
      {scores.length > 0 && (
        <Typography variant="body2" sx={{ mt: 1 }}>
          {t.train.publishedOnImagesThatWere(
            scores.map(([name, value]) => `${NAMES[name] ?? name} ${value}`).join(', '),
          )}
        </Typography>
      )}
      {recipe.differs.length > 0 && (
        <Box component="details" sx={{ mt: 1, typography: 'body2', '& summary': { cursor: 'pointer' } }}>
          <summary>{t.train.whatDiffersFromTheStudyAndWhy}</summary>
          <Box component="ul" sx={{ m: 0, mt: 0.5, pl: 2.5, color: 'text.secondary' }}>
            {recipe.differs.map(({ text }) => (
              <li key={text}>{text}</li>
            ))}
          </Box>
        </Box>
      )}
    </>
  )
}
