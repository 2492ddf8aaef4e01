import CloseIcon from '@mui/icons-material/CloseOutlined'
import Box from '@mui/material/Box'
import ButtonBase from '@mui/material/ButtonBase'
import IconButton from '@mui/material/IconButton'
import Popover from '@mui/material/Popover'
import Typography from '@mui/material/Typography'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { errorFromCall } from '../../../main/contract/client.ts'
import type { Job } from '../../../main/contract/jobs.ts'
import { t } from '../../text/t.ts'
import { api } from '../api.ts'
import { showToast } from '../toasts.ts'

/** How many jobs wait, and which; each can be taken from the queue. */
export function QueueButton({ waiting }: { waiting: readonly Job[] }) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const stop = useMutation(
    api.jobs.stop.mutationOptions({
      onError: error => showToast({ severity: 'error', message: errorFromCall(error).message }),
    }),
  )
  return (
    <>
      <ButtonBase
        disabled={waiting.length === 0}
        aria-haspopup="dialog"
        onClick={event => setAnchor(event.currentTarget)}
        sx={{
          font: 'inherit',
          px: 1,
          minWidth: 64,
          height: 24,
          borderRadius: 0.5,
          '&:hover': { bgcolor: 'action.hover' },
        }}
      >
        {t.app.queue(waiting.length)}
      </ButtonBase>
      <Popover
        open={anchor !== null && waiting.length > 0}
        anchorEl={anchor}
        onClose={() => setAnchor(null)}
        anchorOrigin={{ vertical: 'top', horizontal: 'right' }}
        transformOrigin={{ vertical: 'bottom', horizontal: 'right' }}
        slotProps={{
          paper: {
            'aria-label': t.app.queue2,
            role: 'dialog',
            sx: { border: 1, borderColor: 'divider', maxHeight: 400 },
          },
        }}
      >
        <Box component="ol" sx={{ listStyle: 'none', m: 0, p: 1, minWidth: 280 }}>
          {waiting.map(job => (
            <Box component="li" key={job.id} sx={{ display: 'flex', alignItems: 'center', gap: 1, pl: 1 }}>
              <Typography variant="body2" noWrap sx={{ flex: 1 }}>
                {job.title}
              </Typography>
              <IconButton
                size="small"
                aria-label={t.app.takeFromTheQueue(job.title)}
                disabled={job.pending === 'stop'}
                onClick={() => stop.mutate({ id: job.id })}
              >
                <CloseIcon sx={{ fontSize: 16 }} />
              </IconButton>
            </Box>
          ))}
        </Box>
      </Popover>
    </>
  )
}
