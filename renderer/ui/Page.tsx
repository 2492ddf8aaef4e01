import Box from '@mui/material/Box'
import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import { type ReactNode, useEffect } from 'react'
import { t } from '../text/t.ts'
import { CRAMPED } from './cramped.ts'

interface PageProps {
  title: string
  /** A line under the title. */
  subtitle?: ReactNode
  /** Buttons at the right of the title. */
  actions?: ReactNode
  /** The page fills the window and scrolls its own parts; without it, and in a cramped window, the page itself scrolls. */
  fill?: boolean
  children: ReactNode
}

/** The frame of every page: one heading, its actions, then the content on an 8-pixel grid. */
export function Page({ title, subtitle, actions, fill = false, children }: PageProps) {
  useEffect(() => {
    document.title = title === t.app.home ? 'Subarc' : `${title} - Subarc`
  }, [title])

  return (
    <Box
      sx={{
        position: 'relative',
        height: '100%',
        // Not `hidden`: that could still be scrolled by a focus that moves.
        overflow: fill ? 'clip' : 'auto',
        display: 'flex',
        flexDirection: 'column',
        px: { xs: 2, md: 4 },
        pt: 3,
        pb: fill ? 2 : 6,
        gap: 3,
        [CRAMPED]: { overflow: 'auto', pt: 2, gap: 2 },
      }}
    >
      <Stack
        direction="row"
        sx={{ alignItems: 'flex-start', justifyContent: 'space-between', gap: 2, flexWrap: 'wrap', flexShrink: 0 }}
      >
        <Box sx={{ minWidth: 0 }}>
          <Typography
            variant="h1"
            noWrap
            title={title}
            sx={{ [CRAMPED]: { whiteSpace: 'normal', overflowWrap: 'anywhere' } }}
          >
            {title}
          </Typography>
          {subtitle !== undefined && (
            <Typography variant="body2" component="div" sx={{ color: 'text.secondary' }}>
              {subtitle}
            </Typography>
          )}
        </Box>
        {actions !== undefined && (
          <Stack direction="row" sx={{ gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
            {actions}
          </Stack>
        )}
      </Stack>
      {children}
    </Box>
  )
}
