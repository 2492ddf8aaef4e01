import Box from '@mui/material/Box'
import LinearProgress from '@mui/material/LinearProgress'
import { isRouteErrorResponse, useRouteError } from 'react-router'
import { ButtonLink } from '../ui/ButtonLink.tsx'
import { Empty } from '../ui/Empty.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Page } from '../ui/Page.tsx'

export const PageLoading = () => (
  <Box sx={{ height: 2 }}>
    <LinearProgress aria-label="Loading the page" sx={{ height: 2 }} />
  </Box>
)

export const PageMissing = () => (
  <Page title="No such page">
    <Empty title="There is nothing at this address" actions={<ButtonLink to="/">Go to Home</ButtonLink>}>
      What it showed may have been deleted, or the address has a slip of the pen in it.
    </Empty>
  </Page>
)

/** A page that threw: the frame around it stays, so the user is never locked out. */
export function PageFailed() {
  const error = useRouteError()
  if (isRouteErrorResponse(error) && error.status === 404) return <PageMissing />
  return (
    <Page title="This page failed">
      <ErrorPanel error={error} doing="Showing this page" onRetry={() => window.location.reload()} />
    </Page>
  )
}
