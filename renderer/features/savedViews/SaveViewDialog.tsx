import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import TextField from '@mui/material/TextField'
import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { api, queryClient } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'

/** Keeps the page's address under a name. */
export function SaveViewDialog({ onClose }: { onClose: () => void }) {
  const titleId = useId()
  const [name, setName] = useState('')
  const save = useMutation(
    api.savedViews.save.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: api.savedViews.key() })
        onClose()
      },
    }),
  )
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="xs" aria-labelledby={titleId}>
      <form
        onSubmit={event => {
          event.preventDefault()
          save.mutate({ name: name.trim(), address: `${window.location.pathname}${window.location.search}` })
        }}
      >
        <DialogTitle id={titleId}>{t.savedViews.saveThisView}</DialogTitle>
        <DialogContent>
          <TextField
            autoFocus
            fullWidth
            label={t.savedViews.nameOfTheView}
            value={name}
            onChange={event => setName(event.target.value)}
            helperText={t.savedViews.imagesFrameStretchLimits}
            sx={{ mt: 1 }}
            slotProps={{ htmlInput: { maxLength: 120 } }}
          />
          {save.isError && <ErrorPanel error={save.error} doing={t.savedViews.savingTheView} />}
        </DialogContent>
        <DialogActions>
          <Button color="secondary" onClick={onClose}>
            {t.common.cancel}
          </Button>
          <Button type="submit" variant="contained" disabled={name.trim() === '' || save.isPending}>
            {t.savedViews.saveView}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
