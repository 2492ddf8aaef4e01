import HelpIcon from '@mui/icons-material/HelpOutlineOutlined'
import Box from '@mui/material/Box'
import IconButton from '@mui/material/IconButton'
import Popover from '@mui/material/Popover'
import Typography from '@mui/material/Typography'
import { useState } from 'react'
import { MONO } from '../../../app/theme.ts'
import { t } from '../../../text/t.ts'
import { Facts } from '../../../ui/Facts.tsx'

const EXAMPLES: readonly (readonly [text: string, meaning: string])[] = [
  [t.runs.ssim08AndRecipeQuick, t.runs.bothHold],
  [t.runs.deviceWebgpuOrTagsPaper, t.runs.partOfATextATag],
  ['not (status = "failed")', t.runs.theOpposite],
  [t.runs.blocksIn48, t.runs.oneOfTheseTheEndOfANameIs],
  ['psnr@last < psnr@best', t.runs.atTheEndAtTheBestValidationOr],
  ['created > "2026-03-14"', t.runs.afterThatDay],
  ['notes', t.runs.thereAreNotes],
]

/** The language of filters on one page. */
export function FilterHelp() {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  return (
    <>
      <IconButton
        size="small"
        aria-label={t.runs.howFiltersAreWritten}
        onClick={event => setAnchor(event.currentTarget)}
      >
        <HelpIcon fontSize="small" />
      </IconButton>
      <Popover
        open={anchor !== null}
        anchorEl={anchor}
        onClose={() => setAnchor(null)}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
        transformOrigin={{ vertical: 'top', horizontal: 'right' }}
        slotProps={{ paper: { role: 'dialog', 'aria-label': t.runs.howFiltersAreWritten } }}
      >
        <Box sx={{ p: 2, maxWidth: 640, '& dt': { fontFamily: MONO } }}>
          <Typography variant="h3" component="h2" sx={{ mb: 1 }}>
            {t.runs.filters}
          </Typography>
          <Facts facts={EXAMPLES} />
          <Typography variant="body2" sx={{ color: 'text.secondary', mt: 1 }}>
            {t.runs.operatorsContainsInTheArrowKey}
          </Typography>
        </Box>
      </Popover>
    </>
  )
}
