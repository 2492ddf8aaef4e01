import PreviousIcon from '@mui/icons-material/ChevronLeftOutlined'
import NextIcon from '@mui/icons-material/ChevronRightOutlined'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import IconButton from '@mui/material/IconButton'
import Stack from '@mui/material/Stack'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { Simulation } from '../../../main/contract/simulate.ts'
import { api } from '../../app/api.ts'
import { JobProgress } from '../../app/jobs/JobProgress.tsx'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { formatBytes } from '../../ui/format.ts'
import { NumberField } from '../../ui/NumberField.tsx'
import { numberProblem } from '../../ui/numberText.ts'
import { checkSimulation } from './check.ts'

interface MakePairsProps {
  simulation: Simulation
  suggestedName: string
  seed: number
  onSeed: (seed: number) => void
  index: number
  onIndex: (index: number) => void
}

const COUNT_LIMITS = { min: 1, max: 100_000, integer: true }
const SEED_LIMITS = { min: 0, integer: true }

/** Bytes of a number of samples, float32. */
export function sampleBytes({ products, hrPixels, factor }: Simulation, count: number): number {
  return 4 * count * (hrPixels ** 2 + (products === 'pairs' ? Math.floor(hrPixels / factor) ** 2 : 0))
}

/** From the parameters to a dataset. */
export function MakePairs({ simulation, suggestedName, seed, onSeed, index, onIndex }: MakePairsProps) {
  const [typedName, setName] = useState<string | null>(null)
  const [count, setCount] = useState<number>(200)
  const navigate = useNavigate()
  const start = useMutation(api.simulate.start.mutationOptions())
  const name = typedName ?? suggestedName
  const isPairs = simulation.products === 'pairs'
  const counted = isPairs ? t.data.pairs : t.data.images
  const isComplete =
    name.trim() !== '' &&
    numberProblem(count, COUNT_LIMITS) === null &&
    numberProblem(seed, SEED_LIMITS) === null &&
    checkSimulation(simulation).ok

  return (
    <Stack sx={{ gap: 2 }}>
      <Box
        component="form"
        noValidate
        onSubmit={event => {
          event.preventDefault()
          start.mutate({ name: name.trim(), simulation, count, seed })
        }}
        sx={{
          display: 'grid',
          // The name takes what is left; the button stands in the same line while there is room.
          gridTemplateColumns: 'repeat(auto-fit, minmax(112px, 1fr))',
          gap: 2,
          pt: 1,
          alignItems: 'start',
        }}
      >
        <TextField
          label={t.simulate.nameOfTheDataset}
          value={name}
          error={name.trim() === ''}
          onChange={event => setName(event.target.value)}
          sx={{ gridColumn: 'span 2' }}
          slotProps={{ inputLabel: { shrink: true }, htmlInput: { maxLength: 120, autoComplete: 'off' } }}
        />
        <NumberField
          label={isPairs ? t.simulate.pairs : t.simulate.images}
          {...COUNT_LIMITS}
          value={count}
          onChange={value => setCount(value ?? Number.NaN)}
        />
        <NumberField
          label={t.simulate.seed}
          {...SEED_LIMITS}
          value={seed}
          onChange={value => onSeed(value ?? Number.NaN)}
        />
        <Button
          type="submit"
          variant="contained"
          disabled={!isComplete || start.isPending}
          sx={{ height: 36, whiteSpace: 'nowrap' }}
        >
          {Number.isInteger(count)
            ? t.simulate.make(counted(count))
            : isPairs
              ? t.simulate.makePairs
              : t.simulate.makeImages}
        </Button>
      </Box>
      {start.isError && <ErrorPanel error={start.error} doing={t.simulate.startingTheSimulation} />}
      {start.data !== undefined && (
        <JobProgress
          key={start.data.job.id}
          job={start.data.job}
          onDone={job => void navigate(`/data/${job.subjectId ?? start.data.datasetId}`)}
        />
      )}
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, justifyContent: 'space-between', flexWrap: 'wrap' }}>
        <Box sx={{ display: 'flex', alignItems: 'center' }}>
          <IconButton
            size="small"
            aria-label={t.simulate.previousLensOfTheSample}
            disabled={index === 0}
            onClick={() => onIndex(index - 1)}
          >
            <PreviousIcon fontSize="small" />
          </IconButton>
          <Typography variant="body2" sx={{ minWidth: 72, textAlign: 'center' }}>
            {t.simulate.lens(index + 1)}
          </Typography>
          <IconButton size="small" aria-label={t.simulate.nextLensOfTheSample} onClick={() => onIndex(index + 1)}>
            <NextIcon fontSize="small" />
          </IconButton>
        </Box>
        <Typography variant="caption" sx={{ color: 'text.secondary' }}>
          {t.simulate.theSameSeedMakesTheSameLenses}{' '}
          {Number.isFinite(count) &&
            t.simulate.aboutOnDisk(counted(count), formatBytes(sampleBytes(simulation, count)))}
        </Typography>
      </Box>
    </Stack>
  )
}
