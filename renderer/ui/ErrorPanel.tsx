import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { errorFromCall } from '../../main/contract/client.ts'
import { t } from '../text/t.ts'
import { adviceFor } from './advice.ts'

interface ErrorPanelProps {
  error: unknown
  /** What the user was doing: 'Importing images'. */
  doing?: string
  onRetry?: () => void
}

/** Everything a failure has to say: what happened, what to do, and the values behind it. */
export function ErrorPanel({ error, doing, onRetry }: ErrorPanelProps) {
  const { code, message, details } = errorFromCall(error)
  const advice = adviceFor(code)
  const shown = Object.entries(details)
  return (
    <Alert
      severity="error"
      variant="outlined"
      action={
        onRetry && (
          <Button color="inherit" size="small" onClick={onRetry}>
            {t.common.tryAgain}
          </Button>
        )
      }
    >
      {doing !== undefined && <Box sx={{ fontWeight: 600 }}>{t.ui.didNotWork(doing)}</Box>}
      <Box sx={{ overflowWrap: 'anywhere' }}>{message}</Box>
      {advice !== null && <Box sx={{ color: 'text.secondary' }}>{advice}</Box>}
      {shown.length > 0 && (
        <Box component="details" sx={{ mt: 1, '& summary': { cursor: 'pointer', width: 'fit-content' } }}>
          <summary>{t.ui.details(code)}</summary>
          <Box component="dl" sx={{ m: 0, mt: 1, display: 'grid', gridTemplateColumns: 'auto 1fr', columnGap: 2 }}>
            {shown.map(([key, value]) => (
              <Box key={key} sx={{ display: 'contents' }}>
                <Box component="dt" sx={{ color: 'text.secondary' }}>
                  {key}
                </Box>
                <Box component="dd" sx={{ m: 0, overflowWrap: 'anywhere' }}>
                  {typeof value === 'string' ? value : JSON.stringify(value)}
                </Box>
              </Box>
            ))}
          </Box>
        </Box>
      )}
    </Alert>
  )
}
