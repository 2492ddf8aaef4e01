import Box from '@mui/material/Box'
import ButtonBase from '@mui/material/ButtonBase'
import Divider from '@mui/material/Divider'
import MuiLink from '@mui/material/Link'
import Popover from '@mui/material/Popover'
import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Job } from '../../../main/contract/jobs.ts'
import { t } from '../../text/t.ts'
import { describeProgress } from '../../ui/progress.ts'
import { jobLink } from '../jobs/links.ts'
import { NotifySwitch } from '../jobs/NotifySwitch.tsx'
import { QueueSettings } from '../jobs/QueueSettings.tsx'
import { usageText } from '../jobs/usage.ts'
import { WaitingJobs } from '../jobs/WaitingJobs.tsx'

function CurrentJob({ job, onLeave }: { job: Job; onLeave: () => void }) {
  const to = jobLink(job)
  return (
    <Box component="li">
      {to === null ? (
        <Typography variant="body2">{job.title}</Typography>
      ) : (
        <MuiLink component={Link} to={to} variant="body2" underline="always" onClick={onLeave}>
          {job.title}
        </MuiLink>
      )}
      <Typography variant="caption" component="p" sx={{ color: 'text.secondary' }}>
        {describeProgress(job)}
      </Typography>
      {/* Its line is kept free before the first measurement, so that nothing jumps. */}
      <Typography variant="caption" component="p" sx={{ color: 'text.secondary', minHeight: 16 }}>
        {job.usage && t.jobs.takes(usageText(job.usage))}
      </Typography>
    </Box>
  )
}

interface QueueButtonProps {
  readonly current: readonly Job[]
  readonly waiting: readonly Job[]
}

/** How many jobs wait; opened, all that runs with what it takes, and the queue with its order and its rules. */
export function QueueButton({ current, waiting }: QueueButtonProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const close = () => setAnchor(null)
  const changes = [...current, ...waiting].map(job => `${job.id} ${job.status}`).join()
  return (
    <>
      <ButtonBase
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
        open={anchor !== null}
        anchorEl={anchor}
        onClose={close}
        anchorOrigin={{ vertical: 'top', horizontal: 'right' }}
        transformOrigin={{ vertical: 'bottom', horizontal: 'right' }}
        slotProps={{
          paper: {
            'aria-label': t.jobs.jobs,
            role: 'dialog',
            sx: {
              border: 1,
              borderColor: 'divider',
              maxHeight: 'min(480px, calc(100% - 32px))',
              width: 'min(520px, 94vw)',
              p: 2,
            },
          },
        }}
      >
        <Stack sx={{ gap: 1.5 }}>
          <Typography variant="h3" component="h2">
            {t.jobs.running}
          </Typography>
          {current.length === 0 ? (
            <Typography variant="body2">{t.jobs.nothingRunsNow}</Typography>
          ) : (
            <Stack component="ul" sx={{ listStyle: 'none', m: 0, p: 0, gap: 1 }}>
              {current.map(job => (
                <CurrentJob key={job.id} job={job} onLeave={close} />
              ))}
            </Stack>
          )}
          <Divider />
          <Typography variant="h3" component="h2">
            {t.jobs.waiting}
          </Typography>
          {waiting.length === 0 ? (
            <Typography variant="body2">{t.jobs.nothingWaits}</Typography>
          ) : (
            <WaitingJobs jobs={waiting} />
          )}
          <Divider />
          <QueueSettings changes={changes} />
          <NotifySwitch />
        </Stack>
      </Popover>
    </>
  )
}
