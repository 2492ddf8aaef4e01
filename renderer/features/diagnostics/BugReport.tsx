import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import Typography from '@mui/material/Typography'
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { api } from '../../app/api.ts'
import { showToast } from '../../app/toasts.ts'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'

function ReportDialog({ onClose }: { onClose: () => void }) {
  const titleId = useId()
  const report = useQuery(api.diagnostics.report.queryOptions({ staleTime: 0, gcTime: 0 }))
  const copy = (text: string) =>
    navigator.clipboard.writeText(text).then(
      () => {
        showToast({ severity: 'success', message: t.diagnostics.copied })
        onClose()
      },
      () => showToast({ severity: 'error', message: t.diagnostics.couldNotCopy }),
    )
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="md" aria-labelledby={titleId}>
      <DialogTitle id={titleId}>{t.diagnostics.bugReport}</DialogTitle>
      <DialogContent>
        <Typography variant="body2" sx={{ mb: 2 }}>
          {t.diagnostics.whatIsLeftOut}
        </Typography>
        {report.error && <ErrorPanel error={report.error} doing={t.diagnostics.writingTheReport} />}
        <Box
          component="pre"
          tabIndex={0}
          aria-label={t.diagnostics.bugReport}
          sx={{
            ...{ m: 0, p: 1, height: '50vh', overflow: 'auto', bgcolor: 'background.default', borderRadius: 0.5 },
            ...{ typography: 'code', whiteSpace: 'pre-wrap' },
          }}
        >
          {report.data?.text ?? ' '}
        </Box>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t.common.close}</Button>
        <Button
          variant="contained"
          disabled={report.data === undefined}
          onClick={() => report.data && void copy(report.data.text)}
        >
          {t.common.copy}
        </Button>
      </DialogActions>
    </Dialog>
  )
}

/** What is sent with a report of a fault: shown first, so that nobody has to trust a promise. */
export function BugReport() {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button variant="outlined" onClick={() => setOpen(true)}>
        {t.diagnostics.copyForABugReport}
      </Button>
      {isOpen && <ReportDialog onClose={() => setOpen(false)} />}
    </>
  )
}
