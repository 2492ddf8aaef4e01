import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { api } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { ButtonLink } from '../../ui/ButtonLink.tsx'
import { Section } from '../../ui/Section.tsx'
import { SampleImages } from './SampleImages.tsx'
import { TryIt } from './TryIt.tsx'
import { networkFor, tryNetwork } from './tryIt.ts'
import { useSampleLens } from './useSampleLens.ts'

interface Step {
  readonly title: string
  readonly text: string
  readonly actions?: ReactNode
}

const STEPS: readonly Step[] = [
  { title: t.tour.aLensSeenTwice, text: t.tour.aLensSeenTwiceText },
  {
    title: t.tour.yourOwnImages,
    text: t.tour.yourOwnImagesText,
    actions: (
      <>
        <ButtonLink to="/start" variant="outlined">
          {t.tour.trainOnMyImages}
        </ButtonLink>
        <ButtonLink to="/view">{t.tour.lookAtAnImage}</ButtonLink>
      </>
    ),
  },
  {
    title: t.tour.findYourWay,
    text: t.tour.findYourWayText,
    actions: <ButtonLink to="/settings">{t.tour.settings}</ButtonLink>,
  },
]

/** A short tour beside a sample lens, which stays in its place while the words change. */
export function Tour({ onDone }: { onDone: () => void }) {
  const [at, setAt] = useState(0)
  const sample = useSampleLens()
  const networks = useQuery(api.weights.pretrained.queryOptions())
  const network = sample.pair && networkFor(networks.data ?? [], sample.pair.pixelScaleArcsec)
  const tried = useMutation({
    mutationFn: async () => {
      if (!sample.pair || !network) throw new Error('The sample lens and the network are there before the button is.')
      return tryNetwork(network, sample.pair.lr, sample.pair.pixelScaleArcsec)
    },
  })
  const step = STEPS[at]
  const isLast = at === STEPS.length - 1
  return (
    <Section title={t.tour.welcome} actions={<Button onClick={onDone}>{t.tour.skip}</Button>}>
      <Box
        sx={{
          display: 'grid',
          gap: 3,
          alignItems: 'start',
          gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'minmax(0, 3fr) minmax(280px, 2fr)' },
        }}
      >
        <SampleImages sample={sample} sr={tried.data?.image ?? null} />
        <Stack sx={{ gap: 2, minHeight: 240 }}>
          <Box role="status" sx={{ flex: 1 }}>
            <Typography variant="caption" sx={{ color: 'text.secondary' }}>
              {t.tour.stepOf(at + 1, STEPS.length)}
            </Typography>
            <Typography variant="h2" component="h3" sx={{ mb: 1 }}>
              {step.title}
            </Typography>
            <Typography variant="body2">{step.text}</Typography>
          </Box>
          {at === 0 && network && (
            <TryIt
              network={network}
              isRunning={tried.isPending}
              error={tried.error}
              applyId={tried.data?.applyId ?? null}
              onTry={() => tried.mutate()}
            />
          )}
          {step.actions && (
            <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap' }}>
              {step.actions}
            </Stack>
          )}
          <Stack direction="row" sx={{ gap: 1 }}>
            <Button disabled={at === 0} onClick={() => setAt(at - 1)}>
              {t.tour.back}
            </Button>
            <Button variant="contained" onClick={() => (isLast ? onDone() : setAt(at + 1))}>
              {isLast ? t.tour.done : t.tour.next}
            </Button>
          </Stack>
        </Stack>
      </Box>
    </Section>
  )
}
