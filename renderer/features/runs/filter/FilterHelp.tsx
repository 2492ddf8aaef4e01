import HelpIcon from '@mui/icons-material/HelpOutlineOutlined'
import Box from '@mui/material/Box'
import IconButton from '@mui/material/IconButton'
import Popover from '@mui/material/Popover'
import Typography from '@mui/material/Typography'
import { useState } from 'react'
import { MONO } from '../../../app/theme.ts'
import { Facts } from '../../../ui/Facts.tsx'

const EXAMPLES: readonly (readonly [text: string, meaning: string])[] = [
  ['ssim > 0.8 and recipe = "quick"', 'both hold'],
  ['device ~ "webgpu" or tags = "paper"', 'part of a text; a tag'],
  ['not (status = "failed")', 'the opposite'],
  ['blocks in (4, 8)', 'one of these; the end of a name is enough'],
  ['psnr@last < psnr@best', 'at the end, at the best validation; or at a step: psnr@1000'],
  ['created > "2026-03-14"', 'after that day'],
  ['notes', 'there are notes'],
]

/** The language of filters on one page. */
export function FilterHelp() {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  return (
    <>
      <IconButton size="small" aria-label="How filters are written" onClick={event => setAnchor(event.currentTarget)}>
        <HelpIcon fontSize="small" />
      </IconButton>
      <Popover
        open={anchor !== null}
        anchorEl={anchor}
        onClose={() => setAnchor(null)}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
        transformOrigin={{ vertical: 'top', horizontal: 'right' }}
      >
        <Box sx={{ p: 2, maxWidth: 640, '& dt': { fontFamily: MONO } }}>
          <Typography variant="h3" component="h2" sx={{ mb: 1 }}>
            Filters
          </Typography>
          <Facts facts={EXAMPLES} />
          <Typography variant="body2" sx={{ color: 'text.secondary', mt: 1 }}>
            Operators: = != {'<'} {'<='} {'>'} {'>='} ~ (contains) !~ in. The arrow key down shows what may follow. The
            same filters work in a terminal: subarc runs --where.
          </Typography>
        </Box>
      </Popover>
    </>
  )
}
