import PreviousIcon from '@mui/icons-material/ChevronLeftOutlined'
import NextIcon from '@mui/icons-material/ChevronRightOutlined'
import IconButton from '@mui/material/IconButton'
import Slider from '@mui/material/Slider'
import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import { t } from '../../text/t.ts'

interface PlaneSliderProps {
  readonly title: string
  readonly plane: number
  readonly planes: number
  readonly onPlane: (plane: number) => void
}

/** Which plane of a cube is shown, numbered from 0 as in the file's arrays. */
export function PlaneSlider({ title, plane, planes, onPlane }: PlaneSliderProps) {
  return (
    <Stack direction="row" sx={{ alignItems: 'center', gap: 1, minHeight: 40 }}>
      <Typography variant="body2" noWrap sx={{ maxWidth: 240 }}>
        {title}
      </Typography>
      <IconButton
        size="small"
        aria-label={t.view.planeBeforeOf(title)}
        disabled={plane === 0}
        onClick={() => onPlane(plane - 1)}
      >
        <PreviousIcon fontSize="small" />
      </IconButton>
      <Slider
        size="small"
        aria-label={t.view.planeOf(title)}
        getAriaValueText={value => `plane ${value} of ${planes}`}
        min={0}
        max={planes - 1}
        value={plane}
        onChange={(_, value) => onPlane(value)}
        sx={{ flex: 1, minWidth: 120 }}
      />
      <IconButton
        size="small"
        aria-label={t.view.nextPlaneOf(title)}
        disabled={plane === planes - 1}
        onClick={() => onPlane(plane + 1)}
      >
        <NextIcon fontSize="small" />
      </IconButton>
      <Typography variant="body2" sx={{ color: 'text.secondary', whiteSpace: 'nowrap' }}>
        {t.view.of(plane, planes)}
      </Typography>
    </Stack>
  )
}
