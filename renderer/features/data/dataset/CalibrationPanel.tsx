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
import { t } from '../../../text/t.ts'
import { ErrorPanel } from '../../../ui/ErrorPanel.tsx'
import { formatFixed, formatQuantity } from '../../../ui/format.ts'
import { CalibrationFields } from '../calibration/CalibrationFields.tsx'
import { calibrationProblem } from '../calibration/calibration.ts'

const SCALINGS: readonly { value: DatasetDetail['scalingKind']; label: string; help: string }[] = [
  { value: 'none', label: 'none', help: t.data.theNetworkSeesTheValuesAsThey },
  { value: 'linear', label: 'linear', help: t.data.offsetAndFactorOfTheWholeSet },
  { value: 'asinh', label: 'asinh', help: t.data.faintArcsAndBrightCoresOnOne },
  {
    value: 'per-image-minmax',
    label: t.data.eachImageMinToMax,
    help: t.data.imageByImageFluxIsNot,
  },
  {
    value: 'per-image-percentile',
    label: t.data.eachImagePercentiles,
    help: t.data.imageByImageSafeAgainstSingle,
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
        showToast({ severity: 'success', message: t.data.theCalibrationIsSavedRunsMade })
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
        label={t.data.scalingForTheNetwork}
        value={scalingKind}
        helperText={t.data.undoneBeforeEveryScoreAnd(SCALINGS.find(({ value }) => value === scalingKind)?.help ?? '')}
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
          label={t.data.registerHROntoLRBeforeTraining}
          disabled={dataset.offset === null}
        />
        <Typography variant="caption" component="p" sx={{ m: 0, color: 'text.secondary' }}>
          {dataset.offset === null
            ? t.data.noOffsetWasMeasured
            : t.data.measuredOffsetHRPx(formatFixed(Math.hypot(dataset.offset.dx, dataset.offset.dy), 3))}
        </Typography>
      </div>
      <Typography variant="caption" sx={{ color: 'text.secondary' }}>
        {t.data.peakOfPSNRAndSSIMInUse(formatQuantity(dataset.peak, calibration.unit ?? t.common.imageUnit))}
      </Typography>
      <Button
        type="submit"
        variant="outlined"
        disabled={!isChanged || calibrationProblem(calibration) !== null || save.isPending}
      >
        {t.data.saveCalibration}
      </Button>
      {save.isError && <ErrorPanel error={save.error} doing={t.data.savingTheCalibration} />}
    </Stack>
  )
}
