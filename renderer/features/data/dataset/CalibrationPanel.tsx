import Button from '@mui/material/Button'
import FormControlLabel from '@mui/material/FormControlLabel'
import MenuItem from '@mui/material/MenuItem'
import Stack from '@mui/material/Stack'
import Switch from '@mui/material/Switch'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { DatasetDetail } from '../../../../main/contract/datasets.ts'
import { api, queryClient } from '../../../app/api.ts'
import { showToast } from '../../../app/toasts.ts'
import { ErrorPanel } from '../../../ui/ErrorPanel.tsx'
import { formatFixed, formatQuantity } from '../../../ui/format.ts'
import { CalibrationFields } from '../calibration/CalibrationFields.tsx'
import { calibrationProblem } from '../calibration/calibration.ts'

const SCALINGS: readonly { value: DatasetDetail['scalingKind']; label: string; help: string }[] = [
  { value: 'none', label: 'none', help: 'The network sees the values as they are.' },
  { value: 'linear', label: 'linear', help: 'Offset and factor of the whole set.' },
  { value: 'asinh', label: 'asinh', help: 'Faint arcs and bright cores on one scale; one for the whole set.' },
  {
    value: 'per-image-minmax',
    label: 'each image, min to max',
    help: 'Image by image; flux is not comparable between images.',
  },
  {
    value: 'per-image-percentile',
    label: 'each image, percentiles',
    help: 'Image by image, safe against single hot pixels.',
  },
]

/** What the values mean, how they reach the network, and whether HR is shifted onto LR. */
export function CalibrationPanel({ dataset }: { dataset: DatasetDetail }) {
  const [calibration, setCalibration] = useState(dataset.calibration)
  const [register, setRegister] = useState(dataset.register)
  const [scalingKind, setScalingKind] = useState(dataset.scalingKind)
  const save = useMutation(
    api.datasets.calibrate.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: api.datasets.key() })
        showToast({ severity: 'success', message: 'The calibration is saved. Runs made before keep theirs.' })
      },
    }),
  )
  const isChanged =
    JSON.stringify([calibration, register, scalingKind]) !==
    JSON.stringify([dataset.calibration, dataset.register, dataset.scalingKind])
  return (
    <Stack
      component="form"
      noValidate
      sx={{ gap: 2 }}
      onSubmit={event => {
        event.preventDefault()
        save.mutate({ id: dataset.id, calibration, register, scalingKind })
      }}
    >
      <CalibrationFields value={calibration} onChange={setCalibration} />
      <TextField
        select
        label="Scaling for the network"
        value={scalingKind}
        helperText={`${SCALINGS.find(({ value }) => value === scalingKind)?.help ?? ''} Undone before every score and export.`}
        onChange={event => {
          const chosen = SCALINGS.find(({ value }) => value === event.target.value)
          if (chosen !== undefined) setScalingKind(chosen.value)
        }}
      >
        {SCALINGS.map(({ value, label }) => (
          <MenuItem key={value} value={value}>
            {label}
          </MenuItem>
        ))}
      </TextField>
      <div>
        <FormControlLabel
          control={<Switch checked={register} onChange={(_, checked) => setRegister(checked)} />}
          label="Register HR onto LR before training"
          disabled={dataset.offset === null}
        />
        <Typography variant="caption" component="p" sx={{ m: 0, color: 'text.secondary' }}>
          {dataset.offset === null
            ? 'No offset was measured.'
            : `Measured offset: ${formatFixed(Math.hypot(dataset.offset.dx, dataset.offset.dy), 3)} HR px.`}
        </Typography>
      </div>
      <Typography variant="caption" sx={{ color: 'text.secondary' }}>
        Peak of PSNR and SSIM in use: {formatQuantity(dataset.peak, calibration.unit ?? 'image unit')}
      </Typography>
      <Button
        type="submit"
        variant="outlined"
        disabled={!isChanged || calibrationProblem(calibration) !== null || save.isPending}
      >
        Save calibration
      </Button>
      {save.isError && <ErrorPanel error={save.error} doing="Saving the calibration" />}
    </Stack>
  )
}
