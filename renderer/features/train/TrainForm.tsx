import Alert from '@mui/material/Alert'
import Button from '@mui/material/Button'
import Stack from '@mui/material/Stack'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { skipToken, useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { DatasetSummary } from '../../../main/contract/datasets.ts'
import type { Preset } from '../../../main/contract/training.ts'
import { api, queryClient } from '../../app/api.ts'
import { jobFeed } from '../../app/jobs/useJobs.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { formatCount } from '../../ui/format.ts'
import { Section } from '../../ui/Section.tsx'
import { useDebounced } from '../../ui/useDebounced.ts'
import { AllSettings } from './AllSettings.tsx'
import { DatasetChoice } from './DatasetChoice.tsx'
import { DeviceChoice } from './DeviceChoice.tsx'
import { EstimateBox } from './EstimateBox.tsx'
import { MemoryRefusal } from './MemoryRefusal.tsx'
import { PresetChoice } from './PresetChoice.tsx'
import { draftIsUsable, emptyDraft, trainingRequest, withPreset } from './request.ts'

interface TrainFormProps {
  readonly datasets: readonly DatasetSummary[]
  readonly presets: readonly Preset[]
  readonly datasetId: string | null
  /** A training runs: a start is queued behind it. */
  readonly isBusy: boolean
  readonly onStarted: (runId: string) => void
}

/** Dataset, recipe, device, Start; everything else has a safe default that can be looked at. */
export function TrainForm({ datasets, presets, datasetId, isBusy, onStarted }: TrainFormProps) {
  const [draft, setDraft] = useState(() => emptyDraft(datasetId))
  const request = trainingRequest(draft)
  const settled = useDebounced(JSON.stringify(request), 300)
  const resolved = useQuery(
    api.training.resolve.queryOptions({
      input: settled === 'null' ? skipToken : JSON.parse(settled),
      placeholderData: previous => previous,
      retry: false,
    }),
  )
  const start = useMutation(
    api.training.start.mutationOptions({
      onSuccess: ({ job, runId }) => {
        jobFeed.note(job)
        void queryClient.invalidateQueries({ queryKey: api.runs.key() })
        onStarted(runId)
      },
    }),
  )
  const config = resolved.data?.config
  const canStart = request !== null && draftIsUsable(draft) && !resolved.error && !start.isPending
  const takeBatch = (batchSize: number) => {
    setDraft({ ...draft, changes: { ...draft.changes, batchSize } })
    start.reset()
  }
  return (
    <Section title="New training">
      <Stack
        component="form"
        sx={{ gap: 2 }}
        onSubmit={event => {
          event.preventDefault()
          if (request && canStart) start.mutate(request)
        }}
      >
        <DatasetChoice
          datasets={datasets}
          value={draft.datasetId}
          onChange={id => setDraft({ ...draft, datasetId: id })}
        />
        <PresetChoice
          presets={presets}
          value={draft.presetId}
          onChange={presetId => setDraft(withPreset(draft, presetId))}
        />
        <DeviceChoice value={draft.device} onChange={device => setDraft({ ...draft, device })} />
        {resolved.error && <ErrorPanel error={resolved.error} doing="Preparing this training" />}
        {resolved.data?.warnings.map(warning => (
          <Alert key={warning} severity="warning" variant="outlined">
            {warning}
          </Alert>
        ))}
        {start.error && (
          <MemoryRefusal
            error={start.error}
            doing="Starting the training"
            onBatch={takeBatch}
            onParts={microBatch => request && start.mutate({ ...request, microBatch })}
            onInsist={() => request && start.mutate({ ...request, ignoreMemory: true })}
          />
        )}
        <Button type="submit" variant="contained" size="large" disabled={!canStart}>
          {isBusy ? 'Add to the queue' : 'Start training'}
        </Button>
        {config && resolved.data && request && !resolved.error && (
          <>
            <Typography variant="body2" sx={{ color: 'text.secondary' }}>
              {resolved.data.network}: {formatCount(resolved.data.parameters)} parameters, {config.settings.epochs}{' '}
              epochs of {config.settings.batchSize} images a step, on {config.device}.
            </Typography>
            <EstimateBox key={settled} request={request} device={config.device} onBatch={takeBatch} />
          </>
        )}
        <TextField
          fullWidth
          label="Name of the run"
          value={draft.name}
          placeholder={config?.name ?? ''}
          onChange={event => setDraft({ ...draft, name: event.target.value })}
          slotProps={{ inputLabel: { shrink: true }, htmlInput: { maxLength: 120 } }}
        />
        {config && resolved.data && (
          <AllSettings config={config} reasons={resolved.data.reasons} draft={draft} onDraft={setDraft} />
        )}
      </Stack>
    </Section>
  )
}
