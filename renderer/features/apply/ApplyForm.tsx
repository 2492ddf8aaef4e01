import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import MenuItem from '@mui/material/MenuItem'
import Stack from '@mui/material/Stack'
import TextField from '@mui/material/TextField'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { RunSummary } from '../../../main/contract/runs.ts'
import type { Pretrained } from '../../../main/contract/weights.ts'
import { api, queryClient } from '../../app/api.ts'
import { jobFeed } from '../../app/jobs/useJobs.ts'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { FieldGrid } from '../../ui/FieldGrid.tsx'
import { formatFixed } from '../../ui/format.ts'
import { Section } from '../../ui/Section.tsx'
import { ImagesSection } from './ImagesSection.tsx'
import { FIRST_OUTPUT, OutputFields, type OutputSettings, outputProblem } from './OutputFields.tsx'
import type { ApplySource } from './source.ts'

interface ApplyFormProps {
  /** Runs with a checkpoint, newest first. */
  runs: readonly RunSummary[]
  /** Networks that come with Subarc and stand for no run yet. */
  pretrained: readonly Pretrained[]
  firstRun: string | null
  source: ApplySource | null
  onSource: (source: ApplySource | null) => void
}

const describeRun = ({ name, network, best }: RunSummary): string =>
  `${name} (${network}${best === null ? '' : `, ${formatFixed(best.psnr, 2)} dB`})`

/** Three questions in one column: which network, which images, what comes out. */
export function ApplyForm({ runs, pretrained, firstRun, source, onSource }: ApplyFormProps) {
  const navigate = useNavigate()
  const [network, setNetwork] = useState(() => {
    const known = [...runs, ...pretrained].map(({ id }) => id)
    return known.find(id => id === firstRun) ?? known[0] ?? ''
  })
  const [checkpoint, setCheckpoint] = useState<'best' | 'last'>('best')
  const [output, setOutput] = useState<OutputSettings>(FIRST_OUTPUT)
  const start = useMutation(
    api.apply.start.mutationOptions({
      onSuccess: ({ job, applyId }) => {
        jobFeed.note(job)
        for (const queryKey of [api.apply.key(), api.weights.key(), api.runs.key()])
          void queryClient.invalidateQueries({ queryKey })
        void navigate(`/apply/${applyId}`)
      },
    }),
  )
  const isComplete = source !== null && outputProblem(output) === null && output.formats.length > 0

  const add = useMutation(api.weights.addPretrained.mutationOptions())
  const submit = async () => {
    if (source === null) return
    const isPretrained = pretrained.some(({ id }) => id === network)
    const runId = isPretrained ? (await add.mutateAsync({ id: network })).id : network
    const { folder, pixelScaleArcsec, fluxConvention, ...rest } = output
    start.mutate({
      runId,
      checkpoint,
      source,
      ...rest,
      ...(folder.trim() === '' ? {} : { folder: folder.trim() }),
      ...(pixelScaleArcsec === null ? {} : { pixelScaleArcsec }),
      ...(fluxConvention === 'unknown' ? {} : { fluxConvention }),
    })
  }

  return (
    <Stack sx={{ gap: 2 }}>
      <Section title={t.apply.network}>
        <FieldGrid minWidth={280}>
          <TextField select label={t.apply.run} value={network} onChange={event => setNetwork(event.target.value)}>
            {pretrained.map(({ id, title }) => (
              <MenuItem key={id} value={id}>
                {t.weights.bringsAlong(title)}
              </MenuItem>
            ))}
            {runs.map(run => (
              <MenuItem key={run.id} value={run.id}>
                {describeRun(run)}
              </MenuItem>
            ))}
          </TextField>
          <TextField
            select
            label={t.apply.checkpoint}
            value={checkpoint}
            onChange={event => setCheckpoint(event.target.value === 'last' ? 'last' : 'best')}
          >
            <MenuItem value="best">{t.apply.bestOnTheValidationSide}</MenuItem>
            <MenuItem value="last">{t.apply.last}</MenuItem>
          </TextField>
        </FieldGrid>
      </Section>
      <ImagesSection source={source} onSource={onSource} />
      <Section title={t.apply.results}>
        <OutputFields value={output} onChange={setOutput} />
      </Section>
      {add.error && <ErrorPanel error={add.error} doing={t.apply.starting} />}
      {start.isError && <ErrorPanel error={start.error} doing={t.apply.starting} />}
      <Box>
        <Button
          variant="contained"
          size="large"
          disabled={!isComplete || start.isPending || add.isPending}
          onClick={() => void submit().catch(() => undefined)}
        >
          {t.apply.superResolveTheImages}
        </Button>
      </Box>
    </Stack>
  )
}
