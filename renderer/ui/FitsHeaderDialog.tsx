import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../app/api.ts'
import { t } from '../text/t.ts'
import { ErrorPanel } from './ErrorPanel.tsx'

interface FitsHeaderDialogProps {
  /** A FITS file of the core's machine, in a registered folder or the workspace. */
  path: string
  onClose: () => void
}

const describeHdu = ({ index, name, type, shape }: { index: number; name: string; type: string; shape: number[] }) =>
  [`${index}: ${name || type}`, shape.toReversed().join(' x ')].filter(Boolean).join(', ')

/** The headers of a FITS file as they stand in it, card by card, with a field to find words in them. */
export function FitsHeaderDialog({ path, onClose }: FitsHeaderDialogProps) {
  const [hdu, setHdu] = useState(0)
  const [wanted, setWanted] = useState('')
  const info = useQuery(api.fits.info.queryOptions({ input: { path, statistics: false } }))
  const header = useQuery(api.fits.header.queryOptions({ input: { path, hdu } }))
  const words = wanted.toLowerCase()
  const shown = header.data?.cards.filter(card => card.toLowerCase().includes(words)) ?? []
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="md" aria-labelledby="fits-header-title">
      <DialogTitle id="fits-header-title" sx={{ overflowWrap: 'anywhere' }}>
        {path.split(/[/\\]/).at(-1)}
      </DialogTitle>
      <DialogContent sx={{ display: 'flex', flexDirection: 'column', gap: 2 }}>
        {info.isError && <ErrorPanel error={info.error} doing={t.ui.readingTheFile} />}
        {header.isError && <ErrorPanel error={header.error} doing={t.ui.readingTheHeader} />}
        <Box sx={{ display: 'flex', gap: 2, pt: 1 }}>
          <TextField
            select
            label={t.ui.hdu}
            value={info.data === undefined ? '' : String(hdu)}
            onChange={event => setHdu(Number(event.target.value))}
            sx={{ minWidth: 240 }}
          >
            {(info.data?.hdus ?? []).map(one => (
              <MenuItem key={one.index} value={String(one.index)}>
                {describeHdu(one)}
              </MenuItem>
            ))}
          </TextField>
          <TextField
            label={t.ui.findInTheCards}
            value={wanted}
            onChange={event => setWanted(event.target.value)}
            slotProps={{ htmlInput: { autoComplete: 'off', spellCheck: false } }}
            sx={{ flex: 1 }}
          />
        </Box>
        <Box
          component="pre"
          tabIndex={0}
          aria-label={t.ui.cardsOfTheHeader}
          sx={{
            ...{ m: 0, p: 1, height: '50vh', overflow: 'auto', bgcolor: 'background.default', borderRadius: 0.5 },
            typography: 'code',
          }}
        >
          {shown.join('\n')}
        </Box>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t.common.close}</Button>
      </DialogActions>
    </Dialog>
  )
}
