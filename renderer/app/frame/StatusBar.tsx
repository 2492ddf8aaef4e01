import PauseIcon from '@mui/icons-material/PauseOutlined'
import ResumeIcon from '@mui/icons-material/PlayArrowOutlined'
import StopIcon from '@mui/icons-material/StopOutlined'
import Box from '@mui/material/Box'
import IconButton from '@mui/material/IconButton'
import LinearProgress from '@mui/material/LinearProgress'
import MuiLink from '@mui/material/Link'
import Tooltip from '@mui/material/Tooltip'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { errorFromCall } from '../../../main/contract/client.ts'
import type { Job } from '../../../main/contract/jobs.ts'
import { t } from '../../text/t.ts'
import { LOW } from '../../ui/cramped.ts'
import { describeProgress, progressPercent } from '../../ui/progress.ts'
import { api } from '../api.ts'
import { jobLink } from '../jobs/links.ts'
import { useActiveJobs, useJobFeed } from '../jobs/useJobs.ts'
import { showToast } from '../toasts.ts'
import { QueueButton } from './QueueButton.tsx'

const refused = (error: unknown) => showToast({ severity: 'error', message: errorFromCall(error).message })

function JobControls({ job }: { job: Job }) {
  const pause = useMutation(api.jobs.pause.mutationOptions({ onError: refused }))
  const resume = useMutation(api.jobs.resume.mutationOptions({ onError: refused }))
  const stop = useMutation(api.jobs.stop.mutationOptions({ onError: refused }))
  const isPaused = job.status === 'paused'
  const toggle = isPaused ? resume : pause
  const buttonStyle = { p: 0.5, color: 'text.secondary' }
  return (
    <>
      <Tooltip title={isPaused ? t.app.resume : t.app.pause}>
        <span>
          <IconButton
            aria-label={`${isPaused ? t.app.resume : t.app.pause} ${job.title}`}
            disabled={job.pending !== null || toggle.isPending}
            onClick={() => toggle.mutate({ id: job.id })}
            sx={buttonStyle}
          >
            {isPaused ? <ResumeIcon fontSize="small" /> : <PauseIcon fontSize="small" />}
          </IconButton>
        </span>
      </Tooltip>
      <Tooltip title={t.common.stop}>
        <span>
          <IconButton
            aria-label={t.app.stop(job.title)}
            disabled={job.pending === 'stop' || stop.isPending}
            onClick={() => stop.mutate({ id: job.id })}
            sx={buttonStyle}
          >
            <StopIcon fontSize="small" />
          </IconButton>
        </span>
      </Tooltip>
    </>
  )
}

function RunningJob({ job }: { job: Job }) {
  const percent = progressPercent(job.progress)
  const to = jobLink(job)
  return (
    <>
      {to === null ? (
        <Box component="span" sx={{ color: 'text.primary', whiteSpace: 'nowrap' }}>
          {job.title}
        </Box>
      ) : (
        <MuiLink component={Link} to={to} noWrap sx={{ color: 'text.primary', maxWidth: 280 }}>
          {job.title}
        </MuiLink>
      )}
      <LinearProgress
        aria-label={t.app.progressOf(job.title)}
        variant={percent === null ? 'indeterminate' : 'determinate'}
        {...(percent === null ? {} : { value: percent })}
        color={job.status === 'paused' ? 'secondary' : 'primary'}
        sx={{ width: { xs: 64, md: 120 }, flexShrink: 0, height: 4, borderRadius: 1 }}
      />
      <Box component="span" sx={{ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>
        {describeProgress(job)}
      </Box>
      <JobControls job={job} />
    </>
  )
}

const CONNECTION_TEXT = {
  connecting: t.app.connecting,
  lost: t.app.noAnswerFromTheCoreTryingAgain,
}

/** What the machine is doing, always in sight. */
export function StatusBar() {
  const { connection } = useJobFeed()
  const { current, queued } = useActiveJobs()
  const info = useQuery(api.workspace.info.queryOptions())
  const [job] = current
  return (
    <Box
      component="footer"
      sx={{
        gridArea: 'status',
        height: 32,
        [LOW]: { height: 28 },
        px: 2,
        gap: 3,
        display: 'flex',
        alignItems: 'center',
        justifyContent: 'space-between',
        borderTop: 1,
        borderColor: 'divider',
        bgcolor: 'background.paper',
        color: 'text.secondary',
        typography: 'caption',
      }}
    >
      <Box sx={{ whiteSpace: 'nowrap' }}>
        {t.app.device} {info.data?.device ?? '-'}
      </Box>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1.5, minWidth: 0 }}>
        {connection !== 'live' ? (
          <Box role="status" sx={{ color: connection === 'lost' ? 'warning.main' : 'text.secondary' }}>
            {CONNECTION_TEXT[connection]}
          </Box>
        ) : job === undefined ? (
          <span>{t.app.idle}</span>
        ) : (
          <RunningJob job={job} />
        )}
      </Box>
      <QueueButton current={current} waiting={queued} />
    </Box>
  )
}
