import CopyIcon from '@mui/icons-material/ContentCopyOutlined'
import Box from '@mui/material/Box'
import IconButton from '@mui/material/IconButton'
import Tooltip from '@mui/material/Tooltip'
import { useState } from 'react'
import { t } from '../text/t.ts'

/** A command to be typed elsewhere, whole, with a button that copies it. */
export function CommandLine({ label, command }: { label: string; command: string }) {
  const [isCopied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(command)
    setCopied(true)
  }
  return (
    <Box sx={{ display: 'flex', alignItems: 'flex-start', gap: 1, bgcolor: 'action.hover', borderRadius: 1, p: 1 }}>
      <Box
        component="code"
        role="group"
        aria-label={label}
        sx={{ typography: 'code', flex: 1, overflowWrap: 'anywhere' }}
      >
        {command}
      </Box>
      <Tooltip title={isCopied ? t.jobs.copied : t.jobs.copy}>
        <IconButton size="small" aria-label={t.jobs.copyThis(label)} onClick={() => void copy()}>
          <CopyIcon fontSize="tiny" />
        </IconButton>
      </Tooltip>
    </Box>
  )
}
