import ViewsIcon from '@mui/icons-material/BookmarkBorderOutlined'
import Button from '@mui/material/Button'
import Divider from '@mui/material/Divider'
import Menu from '@mui/material/Menu'
import MenuItem from '@mui/material/MenuItem'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { api } from '../../app/api.ts'
import { showToast } from '../../app/toasts.ts'
import { t } from '../../text/t.ts'
import { ManageViewsDialog } from './ManageViewsDialog.tsx'
import { openedNow } from './openedView.ts'
import { SaveViewDialog } from './SaveViewDialog.tsx'

async function copyLink(): Promise<void> {
  await navigator.clipboard.writeText(window.location.href)
  showToast({ severity: 'success', message: t.savedViews.aLinkToThisViewIsInThe })
}

/** What is looked at now, saved under a name or copied as a link; and what was saved before. */
export function ViewsButton() {
  const navigate = useNavigate()
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const [dialog, setDialog] = useState<'save' | 'manage' | null>(null)
  const views = useQuery(api.savedViews.list.queryOptions())
  const close = () => setAnchor(null)
  const show = (address: string) => {
    close()
    setDialog(null)
    void navigate(address, { state: openedNow() })
  }
  const open = (name: 'save' | 'manage') => {
    close()
    setDialog(name)
  }
  const saved = views.data ?? []
  return (
    <>
      <Button
        color="secondary"
        startIcon={<ViewsIcon fontSize="small" />}
        aria-haspopup="menu"
        onClick={event => setAnchor(event.currentTarget)}
      >
        {t.savedViews.views}
      </Button>
      <Menu open={anchor !== null} anchorEl={anchor} onClose={close}>
        <MenuItem onClick={() => open('save')}>{t.savedViews.saveThisView2}</MenuItem>
        <MenuItem
          onClick={() => {
            close()
            void copyLink()
          }}
        >
          {t.savedViews.copyALinkToThisView}
        </MenuItem>
        {saved.length > 0 && <Divider />}
        {saved.slice(0, 20).map(view => (
          <MenuItem key={view.id} onClick={() => show(view.address)}>
            {view.name}
          </MenuItem>
        ))}
        {saved.length > 0 && <MenuItem onClick={() => open('manage')}>{t.savedViews.allSavedViews}</MenuItem>}
      </Menu>
      {dialog === 'save' && <SaveViewDialog onClose={() => setDialog(null)} />}
      {dialog === 'manage' && <ManageViewsDialog views={saved} onOpen={show} onClose={() => setDialog(null)} />}
    </>
  )
}
