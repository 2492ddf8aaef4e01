import Button from '@mui/material/Button'
import MenuItem from '@mui/material/MenuItem'
import Stack from '@mui/material/Stack'
import TextField from '@mui/material/TextField'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { DeviceReport } from '../../../main/contract/devices.ts'
import { api } from '../../app/api.ts'
import { JobProgress } from '../../app/jobs/JobProgress.tsx'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { formatNumber } from '../../ui/format.ts'

/** Only a device that agreed with the reference may train. */
function verdict(report: DeviceReport): string {
  if (report.available === null) return t.train.notCheckedYet
  if (!report.available) return report.reason ?? t.train.notAvailable
  if (report.correct === false) return report.reason ?? t.train.computesWrongly
  return report.trainImagesPerSecond === null
    ? 'checked'
    : t.train.checkedImagesSInASmallTraining(formatNumber(report.trainImagesPerSecond, 3))
}

/** A device on which Subarc itself was never tested is called so. */
const titleOf = ({ title, verified }: DeviceReport) => (verified === 'no' ? t.train.notVerified(title) : title)

const mayTrain = (report: DeviceReport) => report.available !== false && report.correct !== false

interface DeviceChoiceProps {
  /** Null: the one that the workspace has chosen. */
  readonly value: string | null
  readonly onChange: (device: string) => void
}

/** The processor to train on. */
export function DeviceChoice({ value, onChange }: DeviceChoiceProps) {
  const devices = useQuery(api.devices.list.queryOptions())
  const check = useMutation(api.devices.check.mutationOptions())
  const reports = devices.data ?? []
  const chosen = reports.find(report => (value === null ? report.chosen : report.device === value))
  return (
    <Stack sx={{ gap: 1 }}>
      <Stack direction="row" sx={{ gap: 1, alignItems: 'flex-start' }}>
        <TextField
          select
          fullWidth
          label={t.train.device}
          value={chosen?.device ?? ''}
          helperText={chosen ? verdict(chosen) : ' '}
          onChange={event => onChange(event.target.value)}
          slotProps={{ select: { renderValue: () => chosen && titleOf(chosen) } }}
        >
          {reports.map(report => (
            <MenuItem key={report.device} value={report.device} disabled={!mayTrain(report)}>
              {titleOf(report)} ({verdict(report)})
            </MenuItem>
          ))}
        </TextField>
        <Button
          color="secondary"
          disabled={check.isPending}
          onClick={() => check.mutate({})}
          sx={{ flexShrink: 0, mt: 0.5 }}
        >
          {t.train.checkDevices}
        </Button>
      </Stack>
      {devices.error && <ErrorPanel error={devices.error} doing={t.train.listingTheDevices} />}
      {check.error && <ErrorPanel error={check.error} doing={t.train.checkingTheDevices} />}
      {check.data && <JobProgress job={check.data.job} onDone={() => check.reset()} />}
    </Stack>
  )
}
