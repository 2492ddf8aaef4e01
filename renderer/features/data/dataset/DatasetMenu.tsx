import MoreIcon from '@mui/icons-material/MoreVertOutlined'
import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import IconButton from '@mui/material/IconButton'
import Menu from '@mui/material/Menu'
import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { DatasetDetail } from '../../../../main/contract/datasets.ts'
import { api, queryClient } from '../../../app/api.ts'
import { t } from '../../../text/t.ts'
import { ErrorPanel } from '../../../ui/ErrorPanel.tsx'
import { useMenuDialog } from '../../../ui/useMenuDialog.ts'

const refresh = () => queryClient.invalidateQueries({ queryKey: api.datasets.key() })

interface DialogProps {
  dataset: DatasetDetail
  onClose: () => void
}

function RenameDialog({ dataset, onClose }: DialogProps) {
  const [name, setName] = useState(dataset.name)
  const rename = useMutation(
    api.datasets.rename.mutationOptions({
      onSuccess: async () => {
        await refresh()
        onClose()
      },
    }),
  )
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="xs" aria-labelledby="rename-title">
      <form
        onSubmit={event => {
          event.preventDefault()
          rename.mutate({ id: dataset.id, name: name.trim() })
        }}
      >
        <DialogTitle id="rename-title">{t.data.renameTheDataset}</DialogTitle>
        <DialogContent>
          <TextField
            autoFocus
            fullWidth
            label={t.common.name}
            value={name}
            onChange={event => setName(event.target.value)}
            sx={{ mt: 1 }}
            slotProps={{ htmlInput: { maxLength: 120 } }}
          />
          {rename.isError && <ErrorPanel error={rename.error} doing={t.data.renaming} />}
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button type="submit" variant="contained" disabled={name.trim() === '' || rename.isPending}>
            {t.data.rename}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

function DeleteDialog({ dataset, onClose }: DialogProps) {
  const navigate = useNavigate()
  const remove = useMutation(
    api.datasets.remove.mutationOptions({
      onSuccess: async () => {
        await navigate('/data')
        await refresh()
      },
    }),
  )
  return (
    <Dialog open onClose={onClose} maxWidth="xs" aria-labelledby="delete-title">
      <DialogTitle id="delete-title">{t.data.delete(dataset.name)}</DialogTitle>
      <DialogContent>
        <Typography variant="body2">{t.data.itGoesToTheWorkspacesTrashYour}</Typography>
        {remove.isError && <ErrorPanel error={remove.error} doing={t.data.deleting} />}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t.data.keepIt}</Button>
        <Button
          color="error"
          variant="contained"
          disabled={remove.isPending}
          onClick={() => remove.mutate({ id: dataset.id })}
        >
          {t.data.deleteDataset}
        </Button>
      </DialogActions>
    </Dialog>
  )
}

/** What is done to a dataset seldom. */
export function DatasetMenu({ dataset }: { dataset: DatasetDetail }) {
  const { menu, openMenu, openDialog, dialog, closeDialog } = useMenuDialog<'rename' | 'delete'>()
  return (
    <>
      <IconButton aria-label={t.data.moreAboutThisDataset} aria-haspopup="menu" onClick={openMenu}>
        <MoreIcon fontSize="small" />
      </IconButton>
      <Menu {...menu}>
        <MenuItem onClick={() => openDialog('rename')}>{t.data.rename2}</MenuItem>
        <MenuItem onClick={() => openDialog('delete')}>{t.data.delete2}</MenuItem>
      </Menu>
      {dialog === 'rename' && <RenameDialog dataset={dataset} onClose={closeDialog} />}
      {dialog === 'delete' && <DeleteDialog dataset={dataset} onClose={closeDialog} />}
    </>
  )
}
