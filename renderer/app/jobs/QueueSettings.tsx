import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import FormControlLabel from '@mui/material/FormControlLabel'
import MenuItem from '@mui/material/MenuItem'
import Switch from '@mui/material/Switch'
import TextField from '@mui/material/TextField'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { t } from '../../text/t.ts'
import { api } from '../api.ts'
import { refreshQueue, refused } from './queue.ts'

const PARALLEL = [1, 2, 3, 4, 6, 8]

/** Whether anything more is started, how much at once, and what is in the way. */
export function QueueSettings({ changes }: { changes: string }) {
  const queue = useQuery(api.jobs.queue.queryOptions({ staleTime: 0 }))
  const set = useMutation(api.jobs.setQueue.mutationOptions({ onSuccess: refreshQueue, onError: refused }))
  // biome-ignore lint/correctness/useExhaustiveDependencies: what waits or runs has changed, and with it what is in the way
  useEffect(refreshQueue, [changes])
  const { held = false, parallel = 1, waitingFor = null } = queue.data ?? {}
  return (
    <>
      <Box sx={{ display: 'flex', gap: 2, alignItems: 'center', justifyContent: 'space-between', flexWrap: 'wrap' }}>
        <FormControlLabel
          control={
            <Switch
              size="small"
              checked={held}
              disabled={!queue.data || set.isPending}
              onChange={event => set.mutate({ held: event.target.checked })}
            />
          }
          label={t.jobs.startNothingMore}
          slotProps={{ typography: { variant: 'body2' } }}
        />
        <TextField
          select
          label={t.jobs.atOnce}
          value={parallel}
          disabled={!queue.data || set.isPending}
          onChange={event => set.mutate({ parallel: Number(event.target.value) })}
          sx={{ width: 232 }}
        >
          {PARALLEL.map(count => (
            <MenuItem key={count} value={count}>
              {count === 1 ? t.jobs.oneJob : t.jobs.upToJobs(count)}
            </MenuItem>
          ))}
        </TextField>
      </Box>
      {waitingFor !== null && (
        <Alert severity="info" variant="outlined">
          {waitingFor}
        </Alert>
      )}
    </>
  )
}
