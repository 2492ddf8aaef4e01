import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'
import type { TrainingSettings } from '../../../main/contract/trainingSettings.ts'
import { t } from '../../text/t.ts'
import { NumberField } from '../../ui/NumberField.tsx'

type Schedule = TrainingSettings['schedule']

/** Beginnings of each schedule, when it is chosen by hand. */
const SCHEDULES: Record<Schedule['kind'], Schedule> = {
  constant: { kind: 'constant' },
  cosine: { kind: 'cosine', warmupSteps: 15, finalFraction: 0.02 },
  plateau: { kind: 'plateau', factor: 0.5, patience: 10 },
}

interface ScheduleFieldsProps {
  readonly schedule: Schedule
  readonly reason: string | undefined
  readonly onChange: (schedule: Schedule) => void
}

/** How the learning rate runs through the training. */
export function ScheduleFields({ schedule, reason, onChange }: ScheduleFieldsProps) {
  /** Takes a number that makes sense; anything else is left as it was. */
  const take = (value: number | null, put: (value: number) => Schedule) => {
    if (value !== null && !Number.isNaN(value)) onChange(put(value))
  }
  return (
    <>
      <TextField
        select
        fullWidth
        label={t.train.learningRateSchedule}
        value={schedule.kind}
        helperText={reason}
        onChange={event => onChange(SCHEDULES[event.target.value as Schedule['kind']])}
      >
        {Object.keys(SCHEDULES).map(kind => (
          <MenuItem key={kind} value={kind}>
            {kind}
          </MenuItem>
        ))}
      </TextField>
      {schedule.kind === 'cosine' && (
        <>
          <NumberField
            label={t.train.warmUp}
            unit="steps"
            integer
            min={0}
            value={schedule.warmupSteps}
            onChange={value => take(value, warmupSteps => ({ ...schedule, warmupSteps }))}
          />
          <NumberField
            label={t.train.lastRateOverFirst}
            min={0}
            max={1}
            value={schedule.finalFraction}
            onChange={value => take(value, finalFraction => ({ ...schedule, finalFraction }))}
          />
        </>
      )}
      {schedule.kind === 'plateau' && (
        <>
          <NumberField
            label={t.train.loweredByAFactorOf}
            min={0.01}
            max={0.99}
            value={schedule.factor}
            onChange={value => take(value, factor => ({ ...schedule, factor }))}
          />
          <NumberField
            label={t.train.afterValidationsWithoutGain}
            integer
            min={1}
            value={schedule.patience}
            onChange={value => take(value, patience => ({ ...schedule, patience }))}
          />
        </>
      )}
    </>
  )
}
