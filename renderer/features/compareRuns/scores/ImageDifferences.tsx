import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import type { PairedScores } from '../../../../main/contract/comparison.ts'
import { t } from '../../../text/t.ts'
import { signed } from './metricChoices.ts'

interface ImageDifferencesProps {
  readonly images: PairedScores['images']
  readonly digits: number
  readonly letter: string
  readonly onImage: (sample: number) => void
}

const MOST = 5

/** The images in which the two runs differ most, either way: where to look first, also without a mouse. */
export function ImageDifferences({ images, digits, letter, onImage }: ImageDifferencesProps) {
  const ordered = images.toSorted((one, two) => one.b - one.a - (two.b - two.a))
  const parts = [
    { title: t.compareRuns.isLowerThanA(letter), list: ordered.filter(({ a, b }) => b < a).slice(0, MOST) },
    {
      title: t.compareRuns.isHigherThanA(letter),
      list: ordered
        .filter(({ a, b }) => b > a)
        .slice(-MOST)
        .reverse(),
    },
  ]
  return (
    <Stack sx={{ gap: 2 }}>
      {parts.map(({ title, list }) => (
        <Box key={title}>
          <Typography variant="h3" component="h2">
            {title}
          </Typography>
          {list.length === 0 && (
            <Typography variant="body2" sx={{ color: 'text.secondary' }}>
              {t.compareRuns.inNoImage}
            </Typography>
          )}
          {list.map(({ sample, name, a, b }) => (
            <Button
              key={sample}
              color="secondary"
              fullWidth
              title={t.compareRuns.showInBoth(name, signed(b - a, digits))}
              onClick={() => onImage(sample)}
              sx={{ justifyContent: 'space-between', fontWeight: 400 }}
            >
              <span>{name}</span>
              <span>{signed(b - a, digits)}</span>
            </Button>
          ))}
        </Box>
      ))}
    </Stack>
  )
}
