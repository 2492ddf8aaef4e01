import ViewsIcon from '@mui/icons-material/BookmarkBorderOutlined'
import Button from '@mui/material/Button'
import Divider from '@mui/material/Divider'
import Menu from '@mui/material/Menu'
import MenuItem from '@mui/material/MenuItem'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { api } from '../../app/api.ts'
import { showToast } from '../../app/toasts.ts'
import { t } from '../../text/t.ts'
import { useMenuDialog } from '../../ui/useMenuDialog.ts'
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
  const { menu, openMenu, closeMenu, openDialog, dialog, closeDialog } = useMenuDialog<'save' | 'manage'>()
  const views = useQuery(api.savedViews.list.queryOptions())
  const show = (address: string) => {
    closeMenu()
    closeDialog()
    void navigate(address, { state: openedNow() })
  }
  const saved = views.data ?? []
  return (
    <>
      <Button color="secondary" startIcon={<ViewsIcon fontSize="small" />} aria-haspopup="menu" onClick={openMenu}>
        {t.savedViews.views}
      </Button>
      <Menu {...menu}>
        <MenuItem onClick={() => openDialog('save')}>{t.savedViews.saveThisView2}</MenuItem>
        <MenuItem
          onClick={() => {
            closeMenu()
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
        {saved.length > 0 && <MenuItem onClick={() => openDialog('manage')}>{t.savedViews.allSavedViews}</MenuItem>}
      </Menu>
      {dialog === 'save' && <SaveViewDialog onClose={closeDialog} />}
      {dialog === 'manage' && <ManageViewsDialog views={saved} onOpen={show} onClose={closeDialog} />}
    </>
  )
}
