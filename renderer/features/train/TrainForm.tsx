import Alert from '@mui/material/Alert'
import Button from '@mui/material/Button'
import Stack from '@mui/material/Stack'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { useState } from 'react'
import type { DatasetSummary } from '../../../main/contract/datasets.ts'
import type { Recipe } from '../../../main/contract/recipes.ts'
import { t } from '../../text/t.ts'
import { ButtonLink } from '../../ui/ButtonLink.tsx'
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
  stageStart,
  type TrainingDraft,
  withEdits,
  withRecipe,
} from './request.ts'
import { StageChoice } from './StageChoice.tsx'
import { StageDatasets } from './StageDatasets.tsx'
import { SweepForm } from './SweepForm.tsx'
import { hasItsData, lastStage, stagesWithoutData, withSuitable } from './suitable.ts'
import { useResolved } from './useResolved.ts'
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

/** Lenses with substructure of three kinds, each labelled with its own. */
const CLASSES_PRESET = '/simulate?preset=model-1'

/** Dataset, recipe, device, Start; everything else has a safe default that can be looked at. */
export function TrainForm(props: TrainFormProps) {
  const { datasets, recipes, datasetId, recipeId, from, again, isBusy, onStarted } = props
  const [own, setDraft] = useState<TrainingDraft>(() => again ?? { ...emptyDraft(datasetId), presetId: recipeId, from })
  const recipe = recipes.find(({ id }) => id === own.presetId) ?? recipes[0]
  const draft = withSuitable(own, recipe, datasets)
  const stage = shownStage(draft, recipe)
  const hasData = hasItsData(draft, recipe, datasets)
  const single = hasData ? stageStart(draft, recipe) : null
  const whole = hasData ? recipeRequest(draft, recipe) : null
  const settled = useDebounced(JSON.stringify(single), 300)
  const resolved = useResolved(JSON.parse(settled))
  const { start, error, isPending, reset } = useStartTraining(onStarted)
  const config = single === null ? undefined : resolved.data?.config
  const canStart = single !== null && draftIsUsable(draft, recipe) && !resolved.error && !isPending
  const begin = (ignoreMemory: boolean) => {
    if (single && whole) start(recipe.stages.length > 1 ? { whole } : { single }, ignoreMemory)
  }
  const takeParts = (microBatch: number) => {
    if (single?.kind === 'images') start({ single: { ...single, request: { ...single.request, microBatch } } }, false)
  }
  const takeBatch = (batchSize: number) => {
    const edits = editsOf(draft, stage.id)
    setDraft(withEdits(draft, stage.id, { ...edits, changes: { ...edits.changes, batchSize } }))
    reset()
  }
  const withoutData = stagesWithoutData(recipe, datasets)
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
          label={t.train.dataset}
          stage={lastStage(recipe)}
          datasets={datasets}
          value={draft.datasetId}
          onChange={id => setDraft({ ...draft, datasetId: id })}
        />
        <RecipeChoice
          recipes={recipes}
          value={recipe.id}
          onChange={presetId => setDraft(withRecipe(draft, presetId))}
        />
        <StageDatasets
          recipe={recipe}
          datasets={datasets}
          chosen={draft.datasetId}
          value={draft.datasets}
          onChange={chosen => setDraft({ ...draft, datasets: chosen })}
        />
        {withoutData.some(({ task }) => task === 'classify') && (
          <Alert
            severity="info"
            variant="outlined"
            action={
              <ButtonLink to={CLASSES_PRESET} size="small">
                {t.train.simulateClasses}
              </ButtonLink>
            }
          >
            {t.train.aClassifierLearnsFromImagesWithClasses}
          </Alert>
        )}
        {recipe.stages.length === 1 && stage.task !== 'classify' && (
          <BeginFrom value={draft.from} onChange={from => setDraft({ ...draft, from })} />
        )}
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
            onParts={recipe.stages.length > 1 || single?.kind !== 'images' ? undefined : takeParts}
            onInsist={() => begin(true)}
          />
        )}
        <Button type="submit" variant="contained" size="large" disabled={!canStart}>
          {isBusy ? t.train.addToTheQueue : t.train.startTraining}
        </Button>
        {config && resolved.data && single && !resolved.error && (
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
            <EstimateBox key={settled} start={single} device={config.device} onBatch={takeBatch} />
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
            stage={stage}
            config={config}
            reasons={{ ...stage.reasons, ...resolved.data.reasons }}
            edits={editsOf(draft, stage.id)}
            onEdits={edits => setDraft(withEdits(draft, stage.id, edits))}
          >
            <StageChoice recipe={recipe} value={stage.id} onChange={id => setDraft({ ...draft, stage: id })} />
          </AllSettings>
        )}
      </Stack>
      {whole && <SweepForm recipe={recipe} request={whole} isUsable={canStart} />}
    </Section>
  )
}
