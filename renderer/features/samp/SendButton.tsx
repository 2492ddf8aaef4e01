import SendIcon from '@mui/icons-material/SendOutlined'
import Alert from '@mui/material/Alert'
import Button, { type ButtonProps } from '@mui/material/Button'
import Divider from '@mui/material/Divider'
import ListItemText from '@mui/material/ListItemText'
import Menu from '@mui/material/Menu'
import MenuItem from '@mui/material/MenuItem'
import { useMutation } from '@tanstack/react-query'
import { type MouseEvent, useState } from 'react'
import { errorFromCall } from '../../../main/contract/client.ts'
import type { Sent } from '../../../main/contract/samp.ts'
import { client } from '../../app/api.ts'
import { showToast } from '../../app/toasts.ts'
import { t } from '../../text/t.ts'
import { followSampImages } from './sampImages.ts'

interface SendButtonProps extends Pick<ButtonProps, 'size' | 'variant'> {
  readonly what: Sent
}

/** Joins the hub, and from then on also takes what others send. */
async function join() {
  const state = await client.samp.connect()
  void followSampImages()
  return state
}

/** Sends an image or a table to DS9, TOPCAT, Aladin or whoever else is on the user's SAMP hub. */
export function SendButton({ what, size, variant }: SendButtonProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const hub = useMutation({ mutationFn: join })
  const send = useMutation({
    mutationFn: (to: string | null) => client.samp.send({ what, client: to }),
    onSuccess: ({ receivers }) =>
      showToast({ severity: 'success', message: t.samp.sentTo(t.samp.programs(receivers)) }),
    onError: error => showToast({ severity: 'error', message: errorFromCall(error).message }),
  })
  const open = useMutation({
    mutationFn: () => client.samp.openOutside({ what }),
    onError: error => showToast({ severity: 'error', message: errorFromCall(error).message }),
  })
  const show = (event: MouseEvent<HTMLElement>) => {
    setAnchor(event.currentTarget)
    hub.mutate()
  }
  const choose = (act: () => void) => () => {
    setAnchor(null)
    act()
  }
  return (
    <>
      <Button size={size} variant={variant} startIcon={<SendIcon />} aria-haspopup="menu" onClick={show}>
        {t.samp.sendTo}
      </Button>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        {hub.isPending && <MenuItem disabled>{t.samp.askingTheSAMPHub}</MenuItem>}
        {hub.isError && (
          <Alert severity="info" component="li" sx={{ mx: 1, maxWidth: 360 }}>
            {errorFromCall(hub.error).message}
          </Alert>
        )}
        {what.kind !== 'table' &&
          hub.data?.clients.map(({ id, name }) => (
            <MenuItem key={id} onClick={choose(() => send.mutate(id))}>
              {name}
            </MenuItem>
          ))}
        {hub.data && (
          <MenuItem onClick={choose(() => send.mutate(null))}>
            <ListItemText primary={t.samp.allPrograms} secondary={t.samp.thatTakeItBySAMP} />
          </MenuItem>
        )}
        {what.kind !== 'table' && <Divider />}
        {what.kind !== 'table' && (
          <MenuItem onClick={choose(() => open.mutate())}>
            <ListItemText primary={t.samp.theSystemsViewer} secondary={t.samp.ofTheMachineWhereSubarcRuns} />
          </MenuItem>
        )}
      </Menu>
    </>
  )
}
