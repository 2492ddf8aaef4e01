import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import Typography from '@mui/material/Typography'
import { t } from '../text/t.ts'
import { REGION_KEYS } from './measure/regionKeys.ts'
import { KEYS } from './viewerKeys.ts'

/** What hands on a mouse or a touchpad do. */
const HANDS = [
  [t.viewer.scrollPinch, t.viewer.zoomAtTheCursor],
  ['drag', 'move'],
  ['right-drag', t.viewer.biasToTheRightContrast],
  [t.viewer.doubleClick, t.viewer.fitTheWholeImage],
] as const

const GROUPS = [{ title: t.viewer.mouse, keys: HANDS }, ...KEYS, REGION_KEYS]

/** All keys of the viewer. */
export function KeysDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} onClose={onClose} maxWidth="md" aria-labelledby="viewer-keys">
      <DialogTitle id="viewer-keys">{t.viewer.keysOfTheViewer}</DialogTitle>
      <DialogContent>
        <Box sx={{ display: 'grid', columnGap: 4, rowGap: 2, gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' } }}>
          {GROUPS.map(({ title, keys }) => (
            <Box key={title}>
              <Typography variant="subtitle2" sx={{ mb: 0.5 }}>
                {title}
              </Typography>
              <Box
                component="dl"
                sx={{ m: 0, display: 'grid', gridTemplateColumns: 'max-content 1fr', columnGap: 2, rowGap: 0.5 }}
              >
                {keys.map(([key, does]) => (
                  <Box key={key} sx={{ display: 'contents' }}>
                    <Typography component="dt" variant="body2" sx={{ fontWeight: 600, whiteSpace: 'pre' }}>
                      {key}
                    </Typography>
                    <Typography component="dd" variant="body2" sx={{ m: 0, color: 'text.secondary' }}>
                      {does}
                    </Typography>
                  </Box>
                ))}
              </Box>
            </Box>
          ))}
        </Box>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t.common.close}</Button>
      </DialogActions>
    </Dialog>
  )
}
