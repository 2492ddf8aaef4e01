import Alert from '@mui/material/Alert'
import Button from '@mui/material/Button'
import Stack from '@mui/material/Stack'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { skipToken, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { DatasetSummary } from '../../../main/contract/datasets.ts'
import type { Recipe } from '../../../main/contract/recipes.ts'
import { api } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { formatCount } from '../../ui/format.ts'
import { Section } from '../../ui/Section.tsx'
import { useDebounced } from '../../ui/useDebounced.ts'
import { AllSettings } from './AllSettings.tsx'
import { BeginFrom } from './BeginFrom.tsx'
import { DatasetChoice } from './DatasetChoice.tsx'
import { DeviceChoice } from './DeviceChoice.tsx'
import { EstimateBox } from './EstimateBox.tsx'
import { MemoryRefusal } from './MemoryRefusal.tsx'
import { RecipeChoice } from './RecipeChoice.tsx'
import {
  draftIsUsable,
  editsOf,
  emptyDraft,
  recipeRequest,
  shownStage,
  type TrainingDraft,
  trainingRequest,
  withEdits,
  withRecipe,
} from './request.ts'
import { StageChoice } from './StageChoice.tsx'
import { StageDatasets } from './StageDatasets.tsx'
import { SweepForm } from './SweepForm.tsx'
import { useStartTraining } from './useStartTraining.ts'

interface TrainFormProps {
  readonly datasets: readonly DatasetSummary[]
  readonly recipes: readonly Recipe[]
  readonly datasetId: string | null
  /** What a new training begins with. */
  readonly recipeId: string
  /** Run whose weights a new training begins from. */
  readonly from: string | null
  /** The form as an earlier run was started; null: empty. */
  readonly again: TrainingDraft | null
  /** A training runs: a start is queued behind it. */
  readonly isBusy: boolean
  readonly onStarted: (runId: string) => void
}

/** Dataset, recipe, device, Start; everything else has a safe default that can be looked at. */
export function TrainForm(props: TrainFormProps) {
  const { datasets, recipes, datasetId, recipeId, from, again, isBusy, onStarted } = props
  const [draft, setDraft] = useState<TrainingDraft>(
    () => again ?? { ...emptyDraft(datasetId), presetId: recipeId, from },
  )
  const recipe = recipes.find(({ id }) => id === draft.presetId) ?? recipes[0]
  const stage = shownStage(draft, recipe)
  const request = trainingRequest(draft, recipe)
  const whole = recipeRequest(draft, recipe)
  const settled = useDebounced(JSON.stringify(request), 300)
  const resolved = useQuery(
    api.training.resolve.queryOptions({
      input: settled === 'null' ? skipToken : JSON.parse(settled),
      placeholderData: previous => previous,
      retry: false,
    }),
  )
  const { start, error, isPending, reset } = useStartTraining(onStarted)
  const config = resolved.data?.config
  const canStart = request !== null && draftIsUsable(draft) && !resolved.error && !isPending
  const begin = (ignoreMemory: boolean) => {
    if (request && whole) start(recipe.stages.length > 1 ? { whole } : { single: request }, ignoreMemory)
  }
  const takeParts = (microBatch: number) => {
    if (request) start({ single: { ...request, microBatch } }, false)
  }
  const takeBatch = (batchSize: number) => {
    const edits = editsOf(draft, stage)
    setDraft(withEdits(draft, stage, { ...edits, changes: { ...edits.changes, batchSize } }))
    reset()
  }
  return (
    <Section title={t.train.newTraining}>
      <Stack
        component="form"
        sx={{ gap: 2 }}
        onSubmit={event => {
          event.preventDefault()
          if (canStart) begin(false)
        }}
      >
        <DatasetChoice
          datasets={datasets}
          value={draft.datasetId}
          onChange={id => setDraft({ ...draft, datasetId: id })}
        />
        <RecipeChoice
          recipes={recipes}
          value={recipe.id}
          onChange={presetId => setDraft(withRecipe(draft, presetId))}
        />
        {draft.datasetId !== null && (
          <StageDatasets
            recipe={recipe}
            datasets={datasets.filter(dataset => dataset.paired)}
            chosen={draft.datasetId}
            value={draft.datasets}
            onChange={chosen => setDraft({ ...draft, datasets: chosen })}
          />
        )}
        {recipe.stages.length === 1 && <BeginFrom value={draft.from} onChange={from => setDraft({ ...draft, from })} />}
        <DeviceChoice value={draft.device} onChange={device => setDraft({ ...draft, device })} />
        {resolved.error && <ErrorPanel error={resolved.error} doing={t.train.preparingThisTraining} />}
        {resolved.data?.warnings.map(warning => (
          <Alert key={warning} severity="warning" variant="outlined">
            {warning}
          </Alert>
        ))}
        {error && (
          <MemoryRefusal
            error={error}
            doing={t.train.startingTheTraining}
            onBatch={takeBatch}
            // Stages of a recipe differ in what fits.
            onParts={recipe.stages.length > 1 ? undefined : takeParts}
            onInsist={() => begin(true)}
          />
        )}
        <Button type="submit" variant="contained" size="large" disabled={!canStart}>
          {isBusy ? t.train.addToTheQueue : t.train.startTraining}
        </Button>
        {config && resolved.data && request && !resolved.error && (
          <>
            <Typography variant="body2" sx={{ color: 'text.secondary' }}>
              {t.train.parametersEpochsOfImagesAStep(
                resolved.data.network,
                formatCount(resolved.data.parameters),
                config.settings.epochs,
                config.settings.batchSize,
                config.device,
              )}
            </Typography>
            <EstimateBox key={settled} request={request} device={config.device} onBatch={takeBatch} />
          </>
        )}
        <TextField
          fullWidth
          label={t.train.nameOfTheRun}
          value={draft.name}
          placeholder={config?.name ?? ''}
          onChange={event => setDraft({ ...draft, name: event.target.value })}
          slotProps={{ inputLabel: { shrink: true }, htmlInput: { maxLength: 120 } }}
        />
        {config && resolved.data && (
          <AllSettings
            config={config}
            reasons={resolved.data.reasons}
            edits={editsOf(draft, stage)}
            onEdits={edits => setDraft(withEdits(draft, stage, edits))}
          >
            <StageChoice recipe={recipe} value={stage} onChange={id => setDraft({ ...draft, stage: id })} />
          </AllSettings>
        )}
      </Stack>
      {whole && <SweepForm recipe={recipe} request={whole} isUsable={canStart} />}
    </Section>
  )
}
