import Chip from '@mui/material/Chip'
import type { JobStatus } from '../../../main/contract/jobs.ts'

const LOOKS: Record<JobStatus, { label: string; color: 'default' | 'success' | 'warning' | 'error' }> = {
  queued: { label: 'queued', color: 'default' },
  running: { label: 'training', color: 'success' },
  paused: { label: 'paused', color: 'warning' },
  done: { label: 'done', color: 'default' },
  failed: { label: 'failed', color: 'error' },
  stopped: { label: 'stopped', color: 'warning' },
  interrupted: { label: 'interrupted', color: 'warning' },
}

export const RunStatusChip = ({ status }: { status: JobStatus }) => (
  <Chip variant="outlined" label={LOOKS[status].label} color={LOOKS[status].color} sx={{ height: 22 }} />
)
