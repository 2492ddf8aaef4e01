import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Stack from '@mui/material/Stack'
import TextField from '@mui/material/TextField'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { ImageSource, Scan } from '../../../../main/contract/datasets.ts'
import type { Job } from '../../../../main/contract/jobs.ts'
import { api } from '../../../app/api.ts'
import { ErrorPanel } from '../../../ui/ErrorPanel.tsx'
import { plural } from '../../../ui/format.ts'
import { Section } from '../../../ui/Section.tsx'
import { CalibrationFields } from '../calibration/CalibrationFields.tsx'
import { calibrationProblem, UNKNOWN_CALIBRATION } from '../calibration/calibration.ts'
import { type Degradation, DegradationFields, degradationProblem } from './DegradationFields.tsx'
import { groupPatternProblem } from './groupPattern.ts'

interface ImportFormProps {
  source: ImageSource
  scan: Scan
  firstName: string
  onStarted: (job: Job) => void
}

const FIRST_DEGRADATION: Degradation = { factor: 2, hrPsfFwhmPixels: 0, lrPsfFwhmPixels: 3, noiseSigma: 0, seed: 0 }

/** What the files do not say of themselves, and the button that imports. */
export function ImportForm({ source, scan, firstName, onStarted }: ImportFormProps) {
  const [name, setName] = useState(firstName)
  const [calibration, setCalibration] = useState({
    ...UNKNOWN_CALIBRATION,
    calibrated: scan.pixelScaleArcsec !== null,
    pixelScaleArcsec: scan.pixelScaleArcsec,
    unit: scan.unit,
  })
  const [degradation, setDegradation] = useState<Degradation>(FIRST_DEGRADATION)
  const [groupPattern, setGroupPattern] = useState('')
  const start = useMutation(api.datasets.import.mutationOptions({ onSuccess: ({ job }) => onStarted(job) }))

  const isMadeFromHr = scan.layout === 'hr-only'
  const patternProblem = groupPatternProblem(groupPattern)
  const isComplete =
    name.trim() !== '' &&
    patternProblem === null &&
    calibrationProblem(calibration) === null &&
    (!isMadeFromHr || degradationProblem(degradation) === null)

  const submit = () =>
    start.mutate({
      source,
      name: name.trim(),
      calibration,
      degradation: isMadeFromHr ? degradation : null,
      groupPattern: groupPattern === '' ? null : groupPattern,
    })

  return (
    <Stack
      component="form"
      noValidate
      sx={{ gap: 2 }}
      onSubmit={event => {
        event.preventDefault()
        submit()
      }}
    >
      {isMadeFromHr && (
        <Section title="How the LR images are made">
          <DegradationFields value={degradation} onChange={setDegradation} />
        </Section>
      )}
      <Section title="What they are">
        <Stack sx={{ gap: 2 }}>
          <TextField
            label="Name"
            value={name}
            error={name.trim() === ''}
            onChange={event => setName(event.target.value)}
            slotProps={{ inputLabel: { shrink: true }, htmlInput: { maxLength: 120 } }}
          />
          <CalibrationFields value={calibration} onChange={setCalibration} />
          <TextField
            label="Group pattern"
            value={groupPattern}
            onChange={event => setGroupPattern(event.target.value)}
            error={patternProblem !== null}
            placeholder="none: each sample for itself"
            helperText={
              patternProblem ??
              'Images of one lens or field must stay on one side of the split. A regular expression whose group in brackets tells the lens, such as ^(lens\\d+)_'
            }
            slotProps={{ inputLabel: { shrink: true }, htmlInput: { spellCheck: false, autoComplete: 'off' } }}
          />
        </Stack>
      </Section>
      {start.isError && <ErrorPanel error={start.error} doing="Starting the import" />}
      <Box>
        <Button type="submit" variant="contained" size="large" disabled={!isComplete || start.isPending}>
          Import {plural(scan.pairs.length, isMadeFromHr || scan.layout === 'lr-only' ? 'image' : 'pair')}
        </Button>
      </Box>
    </Stack>
  )
}
