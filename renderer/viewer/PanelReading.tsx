import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { t } from '../text/t.ts'
import { formatValue, type Reading, type ViewerPanel } from './panels.ts'
import { skyText } from './skyText.ts'
import type { ViewState } from './viewState.ts'

interface PanelReadingProps {
  readonly panel: ViewerPanel
  readonly reading: Reading | null
  readonly view: ViewState
}

/** The file's own value at the shared cursor, its error, its pixel, and where on the sky that is. */
export function PanelReading({ panel, reading, view }: PanelReadingProps) {
  const pixel = reading?.pixel
  return (
    <>
      <Typography variant="caption" noWrap component="div" data-reading={panel.id} sx={{ minHeight: 16, mt: 0.5 }}>
        {reading && pixel ? (
          <>
            <Box component="span" sx={{ fontWeight: 600 }}>
              {formatValue(reading.value)}
              {reading.error !== null && ` ± ${formatValue(reading.error)}`} {panel.unit ?? ''}
            </Box>{' '}
            <Box component="span" sx={{ color: 'text.secondary' }}>
              {t.viewer.at(pixel.x, pixel.y)}
            </Box>
          </>
        ) : (
          <Box component="span" sx={{ color: 'text.secondary' }}>
            -
          </Box>
        )}
      </Typography>
      {panel.wcs && (
        <Typography
          variant="caption"
          noWrap
          component="div"
          data-sky={panel.id}
          sx={{ minHeight: 16, color: 'text.secondary' }}
        >
          {reading?.sky ? skyText(reading.sky, panel.wcs, view) : '-'}
        </Typography>
      )}
    </>
  )
}
