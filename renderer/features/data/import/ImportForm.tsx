import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import FormControlLabel from '@mui/material/FormControlLabel'
import Radio from '@mui/material/Radio'
import RadioGroup from '@mui/material/RadioGroup'
import Stack from '@mui/material/Stack'
import TextField from '@mui/material/TextField'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { ImageSource, Scan } from '../../../../main/contract/datasets.ts'
import type { Job } from '../../../../main/contract/jobs.ts'
import type { PlaneRoles } from '../../../../main/contract/planes.ts'
import { api } from '../../../app/api.ts'
import { t } from '../../../text/t.ts'
import { ErrorPanel } from '../../../ui/ErrorPanel.tsx'
import { Section } from '../../../ui/Section.tsx'
import { CalibrationFields } from '../calibration/CalibrationFields.tsx'
import { calibrationProblem, UNKNOWN_CALIBRATION } from '../calibration/calibration.ts'
import { type Degradation, DegradationFields, degradationProblem } from './DegradationFields.tsx'
import { groupPatternProblem } from './groupPattern.ts'
import { qualityBitsOf, qualityBitsProblem } from './qualityBits.ts'

interface ImportFormProps {
  source: ImageSource
  scan: Scan
  roles: PlaneRoles
  /** As typed. */
  qualityBits: string
  firstName: string
  onStarted: (job: Job) => void
}

const FIRST_DEGRADATION: Degradation = { factor: 2, hrPsfFwhmPixels: 0, lrPsfFwhmPixels: 3, noiseSigma: 0, seed: 0 }

const isBinnable = ({ width, height }: { width: number; height: number }): boolean =>
  width % FIRST_DEGRADATION.factor === 0 && height % FIRST_DEGRADATION.factor === 0

/** What the files do not say of themselves, and the button that imports. */
export function ImportForm({ source, scan, roles, qualityBits, firstName, onStarted }: ImportFormProps) {
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

  const isOneSided = scan.layout === 'hr-only'
  // Images that no usual factor divides were not meant to be binned.
  const [makesLr, setMakesLr] = useState(scan.hrSize === null || isBinnable(scan.hrSize))
  const isMadeFromHr = isOneSided && makesLr
  const patternProblem = groupPatternProblem(groupPattern)
  const isComplete =
    name.trim() !== '' &&
    patternProblem === null &&
    qualityBitsProblem(qualityBits) === null &&
    calibrationProblem(calibration) === null &&
    (!isMadeFromHr || degradationProblem(degradation) === null)

  const submit = () =>
    start.mutate({
      source,
      name: name.trim(),
      calibration,
      degradation: isMadeFromHr ? degradation : null,
      groupPattern: groupPattern === '' ? null : groupPattern,
      roles,
      qualityBits: qualityBitsOf(qualityBits),
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
      {isOneSided && (
        <Section title={t.data.whatTheyAreFor}>
          <RadioGroup
            aria-label={t.data.whatTheImagesAreFor}
            value={makesLr ? 'train' : 'apply'}
            onChange={(_, value) => setMakesLr(value === 'train')}
          >
            <FormControlLabel
              value="train"
              control={<Radio size="small" />}
              label={t.data.toTrainOnTheyAreHRImagesAndLR}
            />
            <FormControlLabel
              value="apply"
              control={<Radio size="small" />}
              label={t.data.toSuperResolveTheyAreLRImages}
            />
          </RadioGroup>
          {isMadeFromHr && (
            <Box sx={{ mt: 1 }}>
              <DegradationFields value={degradation} onChange={setDegradation} />
            </Box>
          )}
        </Section>
      )}
      <Section title={t.data.whatTheyAre}>
        <Stack sx={{ gap: 2 }}>
          <TextField
            label={t.common.name}
            value={name}
            error={name.trim() === ''}
            onChange={event => setName(event.target.value)}
            slotProps={{ inputLabel: { shrink: true }, htmlInput: { maxLength: 120 } }}
          />
          <CalibrationFields value={calibration} onChange={setCalibration} />
          <TextField
            label={t.data.groupPattern}
            value={groupPattern}
            onChange={event => setGroupPattern(event.target.value)}
            error={patternProblem !== null}
            placeholder={t.data.noneEachSampleForItself}
            helperText={patternProblem ?? t.data.imagesOfOneLensOrFieldMustStay}
            slotProps={{ inputLabel: { shrink: true }, htmlInput: { spellCheck: false, autoComplete: 'off' } }}
          />
        </Stack>
      </Section>
      {start.isError && <ErrorPanel error={start.error} doing={t.data.startingTheImport} />}
      <Box>
        <Button type="submit" variant="contained" size="large" disabled={!isComplete || start.isPending}>
          {t.data.import2(
            isOneSided || scan.layout === 'lr-only'
              ? t.data.images(scan.pairs.length)
              : t.data.pairs(scan.pairs.length),
          )}
        </Button>
      </Box>
    </Stack>
  )
}
