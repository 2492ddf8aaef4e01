import type { SvgIconComponent } from '@mui/icons-material'
import Button from '@mui/material/Button'
import Card from '@mui/material/Card'
import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { api, client } from '../../app/api.ts'
import { JobProgress } from '../../app/jobs/JobProgress.tsx'
import { t } from '../../text/t.ts'
import { ButtonLink } from '../../ui/ButtonLink.tsx'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { cardBody } from './cards.ts'

/** Enough to learn from in minutes on two cores, small enough to be made in seconds. */
const SAMPLE_PAIRS = 100
const SAMPLE_PRESET = 'ground-to-space'

/** Simulates a sample under the preset that is meant for it, or the first where the core has no such. */
async function startSample() {
  const presets = await client.simulate.presets()
  const preset = presets.find(({ id }) => id === SAMPLE_PRESET) ?? presets[0]
  if (preset === undefined) throw new Error('The core has no simulation preset.')
  return client.simulate.start({
    name: t.home.sample(preset.title),
    simulation: preset.simulation,
    count: SAMPLE_PAIRS,
    seed: 1,
  })
}

/** From nothing to a network in training with one click: simulated lenses, then the quick recipe. */
export function SampleLens({ Icon }: { Icon: SvgIconComponent }) {
  const navigate = useNavigate()
  const simulate = useMutation({ mutationFn: startSample })
  const train = useMutation(
    api.training.start.mutationOptions({ onSuccess: ({ runId }) => void navigate(`/runs/${runId}`) }),
  )
  const trainOnSample = () => {
    if (simulate.data !== undefined) train.mutate({ datasetId: simulate.data.datasetId, presetId: 'quick' })
  }
  return (
    <Card variant="outlined" component="li" sx={cardBody}>
      <Icon fontSize="large" sx={{ color: 'primary.main' }} aria-hidden />
      <Typography variant="h2">{t.home.tryASampleLens}</Typography>
      {simulate.data === undefined ? (
        <>
          <Typography variant="body2" sx={{ color: 'text.secondary', flex: 1 }}>
            {t.home.simulatesLensesAsACameraOnThe(SAMPLE_PAIRS)}
          </Typography>
          <Stack direction="row" sx={{ gap: 1, mt: 1 }}>
            <Button variant="contained" disabled={simulate.isPending} onClick={() => simulate.mutate()}>
              {t.home.simulateAndTrain}
            </Button>
            <ButtonLink to={`/simulate?preset=${SAMPLE_PRESET}`}>{t.home.lookFirst}</ButtonLink>
          </Stack>
        </>
      ) : (
        <JobProgress job={simulate.data.job} onDone={trainOnSample} />
      )}
      {simulate.isError && (
        <ErrorPanel error={simulate.error} doing={t.home.simulatingTheSample} onRetry={() => simulate.mutate()} />
      )}
      {train.isError && <ErrorPanel error={train.error} doing={t.home.startingTheTraining} onRetry={trainOnSample} />}
    </Card>
  )
}
