import { type MouseEvent, useState } from 'react'

/**
 * A button's menu, some of whose choices open dialogs. A dialog opens when the menu is gone: the button has the focus by
 * then, and gets it back from the dialog. A choice of the menu could not, since it is no more.
 */
export function useMenuDialog<Name extends string>() {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const [chosen, setChosen] = useState<Name | null>(null)
  const [dialog, setDialog] = useState<Name | null>(null)
  const closeMenu = () => setAnchor(null)
  return {
    openMenu: (event: MouseEvent<HTMLElement>) => setAnchor(event.currentTarget),
    closeMenu,
    /** The dialog that is open. */
    dialog,
    openDialog: (name: Name) => {
      setChosen(name)
      closeMenu()
    },
    closeDialog: () => setDialog(null),
    /** Properties of MUI's Menu. */
    menu: {
      open: anchor !== null,
      anchorEl: anchor,
      onClose: closeMenu,
      slotProps: {
        transition: {
          onExited: () => {
            setDialog(chosen)
            setChosen(null)
          },
        },
      },
    },
  }
}
