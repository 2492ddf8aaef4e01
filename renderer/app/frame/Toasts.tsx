import Alert from '@mui/material/Alert'
import Button from '@mui/material/Button'
import Stack from '@mui/material/Stack'
import { useEffect, useSyncExternalStore } from 'react'
import { Link, useLocation } from 'react-router'
import { dismissToast, type Toast, toastStore } from '../toasts.ts'

/** Failures stay until they are closed; good news leaves by itself. */
const LIFETIME_MILLISECONDS = 8000

function ToastItem({ toast }: { toast: Toast }) {
  const { id, severity, message, link } = toast
  useEffect(() => {
    if (severity === 'error') return
    const timer = setTimeout(() => dismissToast(id), LIFETIME_MILLISECONDS)
    return () => clearTimeout(timer)
  }, [id, severity])
  return (
    <Alert
      severity={severity}
      variant="outlined"
      role="presentation"
      onClose={() => dismissToast(id)}
      sx={{ bgcolor: 'background.paper', boxShadow: 6, alignItems: 'center', overflowWrap: 'anywhere' }}
    >
      {message}
      {link && (
        <Button component={Link} to={link.to} size="small" onClick={() => dismissToast(id)} sx={{ ml: 1 }}>
          {link.label}
        </Button>
      )}
    </Alert>
  )
}

/** A live region that is always there: one that appears with its message is not read out by every screen reader. */
export function Toasts() {
  const toasts = useSyncExternalStore(toastStore.subscribe, toastStore.getState)
  const { pathname } = useLocation()
  // Whoever is at the page already needs no pointer to it.
  useEffect(() => {
    for (const { id, link } of toasts) if (link?.to === pathname) dismissToast(id)
  }, [toasts, pathname])
  return (
    <Stack
      role="status"
      aria-live="polite"
      sx={{ position: 'fixed', left: 100, bottom: 48, gap: 1, maxWidth: 480, zIndex: 'snackbar' }}
    >
      {toasts.map(toast => (
        <ToastItem key={toast.id} toast={toast} />
      ))}
    </Stack>
  )
}
