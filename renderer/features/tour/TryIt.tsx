import Button from '@mui/material/Button'
import LinearProgress from '@mui/material/LinearProgress'
import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import type { Pretrained } from '../../../main/contract/weights.ts'
import { t } from '../../text/t.ts'
import { ButtonLink } from '../../ui/ButtonLink.tsx'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { formatCount, formatFixed } from '../../ui/format.ts'

interface TryItProps {
  readonly network: Pretrained
  readonly isRunning: boolean
  readonly error: unknown
  /** Where the result is kept; null: not tried yet. */
  readonly applyId: string | null
  readonly onTry: () => void
}

const psnr = ({ scores }: Pretrained, id: string) => formatFixed(scores.find(score => score.id === id)?.psnr, 2)

/** One press: a network that Subarc brings along super-resolves the sample lens. What it is worth is said beside it. */
export function TryIt({ network, isRunning, error, applyId, onTry }: TryItProps) {
  return (
    <Stack sx={{ gap: 1, alignItems: 'flex-start' }}>
      {applyId === null ? (
        <Button variant="contained" disabled={isRunning} onClick={onTry}>
          {t.tour.tryIt}
        </Button>
      ) : (
        <ButtonLink to={`/apply/${applyId}/0`}>{t.tour.openTheResult}</ButtonLink>
      )}
      <LinearProgress
        aria-label={t.tour.superResolving}
        sx={{ width: '100%', visibility: isRunning ? 'visible' : 'hidden' }}
      />
      <Typography variant="caption" sx={{ color: 'text.secondary' }}>
        {t.tour.worth(
          network.title,
          formatFixed(network.scores[0]?.psnr, 2),
          psnr(network, 'bicubic'),
          formatCount(network.heldOut),
        )}
      </Typography>
      {error !== null && <ErrorPanel error={error} doing={t.tour.superResolving} onRetry={onTry} />}
    </Stack>
  )
}
