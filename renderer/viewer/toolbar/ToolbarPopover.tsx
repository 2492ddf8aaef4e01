import IconButton from '@mui/material/IconButton'
import Popover from '@mui/material/Popover'
import Tooltip from '@mui/material/Tooltip'
import { type ReactNode, useState } from 'react'

interface ToolbarPopoverProps {
  readonly title: string
  readonly icon: ReactNode
  /** Something behind it is not as it is by itself. */
  readonly active?: boolean
  readonly width: number
  readonly children: ReactNode
}

/** A button that opens a panel of settings beside the images, which stay in sight. */
export function ToolbarPopover({ title, icon, active = false, width, children }: ToolbarPopoverProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  return (
    <>
      <Tooltip title={title}>
        <IconButton
          aria-label={title}
          aria-haspopup="dialog"
          aria-expanded={anchor !== null}
          color={active ? 'primary' : 'default'}
          onClick={event => setAnchor(event.currentTarget)}
        >
          {icon}
        </IconButton>
      </Tooltip>
      <Popover
        open={anchor !== null}
        anchorEl={anchor}
        onClose={() => setAnchor(null)}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}
        slotProps={{
          paper: {
            role: 'dialog',
            'aria-label': title,
            sx: { p: 2, width, maxWidth: '95vw', border: 1, borderColor: 'divider', mt: 0.5 },
          },
        }}
      >
        {children}
      </Popover>
    </>
  )
}
