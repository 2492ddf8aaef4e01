import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import FormControlLabel from '@mui/material/FormControlLabel'
import MenuItem from '@mui/material/MenuItem'
import Stack from '@mui/material/Stack'
import Switch from '@mui/material/Switch'
import TextField from '@mui/material/TextField'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { WeightsReport, WeightsSource } from '../../../main/contract/weights.ts'
import { type ImportedScaling, importedScalingSchema } from '../../../main/contract/weights.ts'
import { api, queryClient } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { FieldGrid } from '../../ui/FieldGrid.tsx'
import { NumberField } from '../../ui/NumberField.tsx'
import { Section } from '../../ui/Section.tsx'

interface ImportNetworkFormProps {
  readonly source: WeightsSource
  readonly report: WeightsReport
}

type Untold = WeightsReport['untold'][number]

const SCALING_NAMES = (): Readonly<Record<ImportedScaling, string>> => ({
  'per-image-minmax': t.weights.eachFromItsSmallest,
  'per-image-percentile': t.weights.eachByItsPercentiles,
  none: t.weights.notAtAll,
})

/** What the weights do not tell, the run's name, Import. */
export function ImportNetworkForm({ source, report }: ImportNetworkFormProps) {
  const navigate = useNavigate()
  const [name, setName] = useState(report.suggestedName)
  const [scaling, setScaling] = useState<ImportedScaling>('per-image-minmax')
  const [pixelScale, setPixelScale] = useState<number | null>(null)
  const [told, setTold] = useState<Partial<Record<Untold, boolean>>>({})
  const start = useMutation(
    api.weights.import.mutationOptions({
      onSuccess: ({ id }) => {
        void queryClient.invalidateQueries({ queryKey: api.runs.key() })
        void navigate(`/runs/${id}`)
      },
    }),
  )
  const isComplete = name.trim() !== '' && !Number.isNaN(pixelScale)
  return (
    <Section title={t.weights.whatTheyDoNotTell}>
      <Stack
        component="form"
        sx={{ gap: 2 }}
        onSubmit={event => {
          event.preventDefault()
          if (!isComplete) return
          const scale = pixelScale === null ? {} : { pixelScaleArcsec: pixelScale }
          start.mutate({ source, name: name.trim(), network: told, scaling, ...scale })
        }}
      >
        <FieldGrid minWidth={280}>
          <TextField
            label={t.weights.nameOfTheRun}
            value={name}
            onChange={event => setName(event.target.value)}
            slotProps={{ htmlInput: { maxLength: 120 } }}
          />
          {!report.isOwn && (
            <TextField
              select
              label={t.weights.howImagesWereScaled}
              value={scaling}
              onChange={event =>
                setScaling(importedScalingSchema.options.find(kind => kind === event.target.value) ?? scaling)
              }
            >
              {importedScalingSchema.options.map(kind => (
                <MenuItem key={kind} value={kind}>
                  {SCALING_NAMES()[kind]}
                </MenuItem>
              ))}
            </TextField>
          )}
          {!report.isOwn && (
            <NumberField
              label={t.weights.pixelScale}
              value={pixelScale}
              onChange={setPixelScale}
              unit="arcsec"
              above={0}
              optional
            />
          )}
        </FieldGrid>
        {report.untold.length > 0 && (
          <Stack>
            {report.untold.map(field => (
              <FormControlLabel
                key={field}
                label={t.weights[field]}
                control={
                  <Switch
                    checked={told[field] ?? report.network[field] === true}
                    onChange={(_, checked) => setTold({ ...told, [field]: checked })}
                  />
                }
              />
            ))}
          </Stack>
        )}
        {start.error && <ErrorPanel error={start.error} doing={t.weights.importing} />}
        <Box>
          <Button type="submit" variant="contained" size="large" disabled={!isComplete || start.isPending}>
            {t.weights.import}
          </Button>
        </Box>
      </Stack>
    </Section>
  )
}
