import Box from '@mui/material/Box'
import LinearProgress from '@mui/material/LinearProgress'
import { isRouteErrorResponse, useRouteError } from 'react-router'
import { t } from '../text/t.ts'
import { ButtonLink } from '../ui/ButtonLink.tsx'
import { Empty } from '../ui/Empty.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Page } from '../ui/Page.tsx'

export const PageLoading = () => (
  <Box sx={{ height: 2 }}>
    <LinearProgress aria-label={t.app.loadingThePage} sx={{ height: 2 }} />
  </Box>
)

export const PageMissing = () => (
  <Page title={t.app.noSuchPage}>
    <Empty title={t.app.thereIsNothingAtThisAddress} actions={<ButtonLink to="/">{t.app.goToHome}</ButtonLink>}>
      {t.app.whatItShowedMayHaveBeenDeleted}
    </Empty>
  </Page>
)

/** A page that threw: the frame around it stays, so the user is never locked out. */
export function PageFailed() {
  const error = useRouteError()
  if (isRouteErrorResponse(error) && error.status === 404) return <PageMissing />
  return (
    <Page title={t.app.thisPageFailed}>
      <ErrorPanel error={error} doing={t.app.showingThisPage} onRetry={() => window.location.reload()} />
    </Page>
  )
}
