import FormControlLabel from '@mui/material/FormControlLabel'
import Switch from '@mui/material/Switch'
import Typography from '@mui/material/Typography'
import { t } from '../../text/t.ts'
import { setNotify, useNotifyState } from './notify.ts'

/** Whether the desktop tells when a job is over. The system is asked for leave by this switch alone. */
export function NotifySwitch() {
  const state = useNotifyState()
  if (state === 'missing') return null
  return (
    <>
      <FormControlLabel
        control={
          <Switch
            size="small"
            checked={state === 'on'}
            disabled={state === 'refused'}
            onChange={event => void setNotify(event.target.checked)}
          />
        }
        label={t.jobs.notifyMe}
        slotProps={{ typography: { variant: 'body2' } }}
      />
      {state === 'refused' && (
        <Typography variant="caption" sx={{ color: 'text.secondary' }}>
          {t.jobs.notificationsAreBlocked}
        </Typography>
      )}
    </>
  )
}
