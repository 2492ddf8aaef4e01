import Box from '@mui/material/Box'
import MuiLink from '@mui/material/Link'
import { lazy, Suspense, useEffect, useState } from 'react'
import { Outlet, useNavigate, useNavigation } from 'react-router'
import { t } from '../text/t.ts'
import { Rail } from './frame/Rail.tsx'
import { StatusBar } from './frame/StatusBar.tsx'
import { TitleBar } from './frame/TitleBar.tsx'
import { Toasts } from './frame/Toasts.tsx'
import { announceEnd, refreshAfter } from './jobs/announce.ts'
import { notifyEnd } from './jobs/notify.ts'
import { jobFeed } from './jobs/useJobs.ts'
import { PageLoading } from './PageStates.tsx'
import { useStrayDrops } from './useStrayDrops.ts'

const CommandPalette = lazy(async () => ({ default: (await import('./frame/CommandPalette.tsx')).CommandPalette }))

const isPaletteKey = (event: KeyboardEvent): boolean =>
  (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k'

/** Rail, title bar and status bar around the page. */
export function Frame() {
  const [isPaletteOpen, setPaletteOpen] = useState(false)
  const navigation = useNavigation()
  const navigate = useNavigate()
  useStrayDrops()

  // The desktop's menu, files opened by the system, and a second start of the application.
  useEffect(() => window.subarc?.onGo(path => void navigate(path)), [navigate])

  useEffect(() => {
    const stopFeed = jobFeed.start()
    const stopEnds = jobFeed.onEnd(job => {
      refreshAfter(job)
      announceEnd(job)
      notifyEnd(job, to => void navigate(to))
    })
    const onKeyDown = (event: KeyboardEvent) => {
      if (!isPaletteKey(event)) return
      event.preventDefault()
      setPaletteOpen(isOpen => !isOpen)
    }
    window.addEventListener('keydown', onKeyDown)
    return () => {
      stopFeed()
      stopEnds()
      window.removeEventListener('keydown', onKeyDown)
    }
  }, [navigate])

  return (
    <Box
      sx={{
        height: '100%',
        display: 'grid',
        gridTemplate: `'title title' auto 'rail main' minmax(0, 1fr) 'status status' auto / auto minmax(0, 1fr)`,
      }}
    >
      <MuiLink
        href="#main"
        sx={{
          position: 'absolute',
          left: 8,
          top: -64,
          zIndex: 'tooltip',
          px: 2,
          py: 1,
          bgcolor: 'background.paper',
          '&:focus': { top: 8 },
        }}
      >
        {t.app.skipToThePage}
      </MuiLink>
      <TitleBar onSearch={() => setPaletteOpen(true)} />
      <Rail />
      <Box
        component="main"
        id="main"
        tabIndex={-1}
        sx={{ gridArea: 'main', minWidth: 0, position: 'relative', '&:focus-visible': { outline: 'none' } }}
      >
        {navigation.state === 'loading' && (
          <Box sx={{ position: 'absolute', insetInline: 0, top: 0, zIndex: 1 }}>
            <PageLoading />
          </Box>
        )}
        <Outlet />
      </Box>
      <StatusBar />
      <Toasts />
      {isPaletteOpen && (
        <Suspense>
          <CommandPalette onClose={() => setPaletteOpen(false)} />
        </Suspense>
      )}
    </Box>
  )
}
