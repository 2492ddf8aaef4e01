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
import { ErrorPanel } from '../../../ui/ErrorPanel.tsx'

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
        <DialogTitle id="rename-title">Rename the dataset</DialogTitle>
        <DialogContent>
          <TextField
            autoFocus
            fullWidth
            label="Name"
            value={name}
            onChange={event => setName(event.target.value)}
            sx={{ mt: 1 }}
            slotProps={{ htmlInput: { maxLength: 120 } }}
          />
          {rename.isError && <ErrorPanel error={rename.error} doing="Renaming" />}
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="contained" disabled={name.trim() === '' || rename.isPending}>
            Rename
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
      <DialogTitle id="delete-title">Delete {dataset.name}?</DialogTitle>
      <DialogContent>
        <Typography variant="body2">
          It goes to the workspace's trash. Your own files stay where they are, and runs trained on it keep their
          results.
        </Typography>
        {remove.isError && <ErrorPanel error={remove.error} doing="Deleting" />}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>Keep it</Button>
        <Button
          color="error"
          variant="contained"
          disabled={remove.isPending}
          onClick={() => remove.mutate({ id: dataset.id })}
        >
          Delete dataset
        </Button>
      </DialogActions>
    </Dialog>
  )
}

/** What is done to a dataset seldom. */
export function DatasetMenu({ dataset }: { dataset: DatasetDetail }) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const [dialog, setDialog] = useState<'rename' | 'delete' | null>(null)
  const open = (name: 'rename' | 'delete') => {
    setAnchor(null)
    setDialog(name)
  }
  const close = () => setDialog(null)
  return (
    <>
      <IconButton
        aria-label="More about this dataset"
        aria-haspopup="menu"
        onClick={event => setAnchor(event.currentTarget)}
      >
        <MoreIcon fontSize="small" />
      </IconButton>
      <Menu open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)}>
        <MenuItem onClick={() => open('rename')}>Rename ...</MenuItem>
        <MenuItem onClick={() => open('delete')}>Delete ...</MenuItem>
      </Menu>
      {dialog === 'rename' && <RenameDialog dataset={dataset} onClose={close} />}
      {dialog === 'delete' && <DeleteDialog dataset={dataset} onClose={close} />}
    </>
  )
}
