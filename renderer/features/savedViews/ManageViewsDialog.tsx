import DeleteIcon from '@mui/icons-material/DeleteOutlined'
import Alert from '@mui/material/Alert'
import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import IconButton from '@mui/material/IconButton'
import Stack from '@mui/material/Stack'
import TextField from '@mui/material/TextField'
import Tooltip from '@mui/material/Tooltip'
import Typography from '@mui/material/Typography'
import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import type { SavedView } from '../../../main/contract/savedViews.ts'
import { api, queryClient } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { formatMoment } from '../../ui/format.ts'

const refresh = () => queryClient.invalidateQueries({ queryKey: api.savedViews.key() })

interface ManageViewsDialogProps {
  readonly views: readonly SavedView[]
  readonly onOpen: (address: string) => void
  readonly onClose: () => void
}

/** Every saved view: opened, renamed, deleted, and brought back once. */
export function ManageViewsDialog({ views, onOpen, onClose }: ManageViewsDialogProps) {
  const titleId = useId()
  const [deleted, setDeleted] = useState<SavedView | null>(null)
  const remove = useMutation(api.savedViews.remove.mutationOptions({ onSuccess: refresh }))
  const restore = useMutation(
    api.savedViews.save.mutationOptions({
      onSuccess: () => {
        setDeleted(null)
        return refresh()
      },
    }),
  )
  const error = remove.error ?? restore.error
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby={titleId}>
      <DialogTitle id={titleId}>{t.savedViews.savedViews}</DialogTitle>
      <DialogContent>
        <Stack sx={{ gap: 1, pt: 1 }}>
          {deleted && (
            <Alert
              severity="info"
              action={
                <Button size="small" onClick={() => restore.mutate({ name: deleted.name, address: deleted.address })}>
                  {t.common.undo}
                </Button>
              }
            >
              {t.savedViews.wasDeleted(deleted.name)}
            </Alert>
          )}
          {error && <ErrorPanel error={error} doing={t.savedViews.changingTheSavedViews} />}
          {views.length === 0 && <Typography variant="body2">{t.savedViews.noViewIsSaved}</Typography>}
          {views.map(view => (
            <ViewRow
              key={view.id}
              view={view}
              onOpen={() => onOpen(view.address)}
              onDelete={() => remove.mutate({ id: view.id }, { onSuccess: () => setDeleted(view) })}
            />
          ))}
        </Stack>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t.common.close}</Button>
      </DialogActions>
    </Dialog>
  )
}

interface ViewRowProps {
  readonly view: SavedView
  readonly onOpen: () => void
  readonly onDelete: () => void
}

function ViewRow({ view, onOpen, onDelete }: ViewRowProps) {
  const [name, setName] = useState(view.name)
  const rename = useMutation(api.savedViews.rename.mutationOptions({ onSuccess: refresh }))
  const take = () => {
    if (name.trim() !== '' && name.trim() !== view.name) rename.mutate({ id: view.id, name: name.trim() })
  }
  return (
    <Stack direction="row" sx={{ gap: 1, alignItems: 'start' }}>
      <TextField
        fullWidth
        label={t.common.name}
        value={name}
        onChange={event => setName(event.target.value)}
        onBlur={take}
        onKeyDown={event => event.key === 'Enter' && take()}
        error={rename.isError}
        helperText={rename.error ? rename.error.message : t.savedViews.saved(formatMoment(view.createdAt))}
        slotProps={{ htmlInput: { maxLength: 120, 'aria-label': t.savedViews.nameOf(view.name) } }}
      />
      <Button aria-label={t.savedViews.open(view.name)} onClick={onOpen}>
        {t.common.open}
      </Button>
      <Tooltip title={t.common.delete}>
        <IconButton aria-label={t.savedViews.delete(view.name)} onClick={onDelete}>
          <DeleteIcon fontSize="small" />
        </IconButton>
      </Tooltip>
    </Stack>
  )
}
