import RemoveIcon from '@mui/icons-material/CloseOutlined'
import DownIcon from '@mui/icons-material/KeyboardArrowDownOutlined'
import UpIcon from '@mui/icons-material/KeyboardArrowUpOutlined'
import PauseIcon from '@mui/icons-material/PauseOutlined'
import ResumeIcon from '@mui/icons-material/PlayArrowOutlined'
import Box from '@mui/material/Box'
import IconButton from '@mui/material/IconButton'
import Tooltip from '@mui/material/Tooltip'
import Typography from '@mui/material/Typography'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Job } from '../../../main/contract/jobs.ts'
import { t } from '../../text/t.ts'
import { api } from '../api.ts'
import { refreshQueue, refused } from './queue.ts'

interface ActProps {
  readonly label: string
  readonly title: string
  readonly disabled: boolean
  readonly onClick: () => void
  readonly children: ReactNode
}

const Act = ({ label, title, disabled, onClick, children }: ActProps) => (
  // Else the tip of one row's button keeps the pointer from that of the next.
  <Tooltip title={title} disableInteractive>
    <span>
      <IconButton size="small" aria-label={label} disabled={disabled} onClick={onClick}>
        {children}
      </IconButton>
    </span>
  </Tooltip>
)

const ICON = { fontSize: 'small' } as const

/** Jobs in the order in which they will be started, to be moved, held back and taken away. */
export function WaitingJobs({ jobs }: { jobs: readonly Job[] }) {
  const options = { onSuccess: refreshQueue, onError: refused }
  const move = useMutation(api.jobs.move.mutationOptions(options))
  const pause = useMutation(api.jobs.pause.mutationOptions(options))
  const resume = useMutation(api.jobs.resume.mutationOptions(options))
  const stop = useMutation(api.jobs.stop.mutationOptions(options))
  const isBusy = move.isPending || stop.isPending
  return (
    <Box component="ol" aria-label={t.jobs.jobsThatWait} sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {jobs.map((job, index) => {
        const isHeld = job.status === 'paused'
        return (
          <Box component="li" key={job.id} sx={{ display: 'flex', alignItems: 'center', gap: 0.5 }}>
            <Typography variant="body2" sx={{ color: 'text.secondary', width: 24, flexShrink: 0 }}>
              {index + 1}
            </Typography>
            <Typography variant="body2" noWrap title={job.title} sx={{ flex: 1, minWidth: 0 }}>
              {isHeld ? t.jobs.held(job.title) : job.title}
            </Typography>
            <Act
              title={t.jobs.earlier}
              label={t.jobs.moveUp(job.title)}
              disabled={index === 0 || isBusy}
              onClick={() => move.mutate({ id: job.id, to: 'up' })}
            >
              <UpIcon {...ICON} />
            </Act>
            <Act
              title={t.jobs.later}
              label={t.jobs.moveDown(job.title)}
              disabled={index === jobs.length - 1 || isBusy}
              onClick={() => move.mutate({ id: job.id, to: 'down' })}
            >
              <DownIcon {...ICON} />
            </Act>
            <Act
              title={isHeld ? t.jobs.letItTakeItsTurn : t.jobs.holdItBack}
              label={isHeld ? t.jobs.release(job.title) : t.jobs.hold(job.title)}
              disabled={pause.isPending || resume.isPending}
              onClick={() => (isHeld ? resume : pause).mutate({ id: job.id })}
            >
              {isHeld ? <ResumeIcon {...ICON} /> : <PauseIcon {...ICON} />}
            </Act>
            <Act
              title={t.jobs.takeFromTheQueue}
              label={t.jobs.takeOneFromTheQueue(job.title)}
              disabled={job.pending === 'stop' || isBusy}
              onClick={() => stop.mutate({ id: job.id })}
            >
              <RemoveIcon {...ICON} />
            </Act>
          </Box>
        )
      })}
    </Box>
  )
}
