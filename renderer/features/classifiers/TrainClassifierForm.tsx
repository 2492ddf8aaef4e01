import Button from '@mui/material/Button'
import MenuItem from '@mui/material/MenuItem'
import Stack from '@mui/material/Stack'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { classifierKinds } from '../../../main/contract/classifiers.ts'
import type { DatasetDetail } from '../../../main/contract/datasets.ts'
import { api } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { NumberField } from '../../ui/NumberField.tsx'
import { numberProblem } from '../../ui/numberText.ts'

/** As the study and the paper call them. */
const NAMES: Record<(typeof classifierKinds)[number], string> = {
  'resnet-simple': 'Resnet_simple',
  resnet18: 'ResNet18',
}
const EPOCH_RULES = { min: 1, integer: true, optional: true }

/** Starts the training of a classifier of the dataset's classes, and opens its run. */
export function TrainClassifierForm({ dataset }: { dataset: DatasetDetail }) {
  const navigate = useNavigate()
  const [kind, setKind] = useState<(typeof classifierKinds)[number]>('resnet-simple')
  /** Null: as many as these images need. */
  const [epochs, setEpochs] = useState<number | null>(null)
  const request = { datasetId: dataset.id, classifier: { kind } }
  const proposal = useQuery(
    api.classifiers.resolve.queryOptions({ input: request, enabled: dataset.split !== null, retry: false }),
  ).data
  const start = useMutation(
    api.classifiers.start.mutationOptions({ onSuccess: ({ runId }) => void navigate(`/runs/${runId}`) }),
  )
  return (
    <Stack
      component="form"
      noValidate
      aria-label={t.classifiers.trainAClassifier}
      sx={{ gap: 2 }}
      onSubmit={event => {
        event.preventDefault()
        start.mutate(epochs === null ? request : { ...request, settings: { epochs } })
      }}
    >
      <Typography variant="h3" component="h2">
        {t.classifiers.trainAClassifier}
      </Typography>
      {dataset.split === null && <Typography variant="body2">{t.classifiers.splitFirst}</Typography>}
      <TextField
        select
        label={t.classifiers.classifier}
        value={kind}
        onChange={({ target }) => setKind(classifierKinds.find(one => one === target.value) ?? kind)}
      >
        {classifierKinds.map(value => (
          <MenuItem key={value} value={value}>
            {NAMES[value]}
          </MenuItem>
        ))}
      </TextField>
      <NumberField
        label={t.classifiers.epochs}
        value={epochs}
        onChange={setEpochs}
        placeholder={proposal?.config.settings.epochs.toString()}
        helper={epochs === null ? proposal?.reasons.epochs : undefined}
        {...EPOCH_RULES}
      />
      <Button
        type="submit"
        variant="contained"
        disabled={dataset.split === null || start.isPending || numberProblem(epochs, EPOCH_RULES) !== null}
      >
        {t.classifiers.start}
      </Button>
      {start.error && <ErrorPanel error={start.error} doing={t.classifiers.startingTheTraining} />}
    </Stack>
  )
}
