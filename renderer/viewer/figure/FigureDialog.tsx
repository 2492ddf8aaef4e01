import Alert from '@mui/material/Alert'
import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import FormControlLabel from '@mui/material/FormControlLabel'
import Stack from '@mui/material/Stack'
import Switch from '@mui/material/Switch'
import TextField from '@mui/material/TextField'
import ToggleButton from '@mui/material/ToggleButton'
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup'
import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { toAppError } from '../../../main/domain/errors.ts'
import { NumberField } from '../../ui/NumberField.tsx'
import { fileName, saveFile } from '../../ui/saveFile.ts'
import { TiledImage } from '../tiles/tiledImage.ts'
import { figurePng, MOST_SIDE, rasterAddress } from './canvas.ts'
import { isInWinAnsi } from './helvetica.ts'
import { type FigureChoices, type FigureContent, layoutFigure } from './layout.ts'
import { figureSvg } from './svg.ts'

const FORMATS = ['PNG', 'SVG', 'PDF'] as const
type Format = (typeof FORMATS)[number]

const SWITCHES = [
  { key: 'labels', label: 'Names of the panels' },
  { key: 'colorBars', label: 'Colour bars' },
  { key: 'scaleBar', label: 'Scale bar' },
  { key: 'regions', label: 'Regions' },
] as const

/** As large as a page's column in print. */
const PNG_TIMES = 3

async function save(format: Format, content: FigureContent, choices: FigureChoices, width: number, name: string) {
  const figure = layoutFigure(content, choices)
  if (format === 'PNG') saveFile(fileName(name, 'png'), await figurePng(figure, width), 'image/png')
  if (format === 'SVG') saveFile(fileName(name, 'svg'), figureSvg(figure, rasterAddress), 'image/svg+xml')
  if (format === 'PDF') {
    const { figurePdf } = await import('./pdf.ts')
    saveFile(fileName(name, 'pdf'), new Uint8Array(figurePdf(figure)), 'application/pdf')
  }
}

interface FigureDialogProps {
  readonly content: FigureContent
  readonly name: string
  readonly onClose: () => void
}

/** What is on the screen as a figure for a paper or a talk. */
export function FigureDialog({ content, name, onClose }: FigureDialogProps) {
  const titleId = useId()
  const [format, setFormat] = useState<Format>('PNG')
  const [choices, setChoices] = useState<FigureChoices>({
    title: '',
    labels: true,
    colorBars: true,
    scaleBar: true,
    regions: content.regions.length > 0,
    paper: 'white',
  })
  const [width, setWidth] = useState<number | null>(() =>
    Math.min(MOST_SIDE, Math.round(layoutFigure(content, choices).width * PNG_TIMES)),
  )
  const saving = useMutation({
    mutationFn: () => save(format, content, choices, width ?? Number.NaN, name),
    onSuccess: onClose,
  })
  const texts = [choices.title, ...content.panels.map(({ panel }) => panel.title), ...content.regions.map(r => r.label)]
  return (
    <Dialog open onClose={onClose} aria-labelledby={titleId} fullWidth maxWidth="xs">
      <DialogTitle id={titleId}>Export a figure</DialogTitle>
      <DialogContent>
        <Stack sx={{ gap: 2, pt: 1 }}>
          <ToggleButtonGroup
            exclusive
            size="small"
            value={format}
            aria-label="Format"
            onChange={(_, next: Format | null) => next && setFormat(next)}
          >
            {FORMATS.map(each => (
              <ToggleButton key={each} value={each}>
                {each}
              </ToggleButton>
            ))}
          </ToggleButtonGroup>
          <TextField
            label="Title"
            value={choices.title}
            placeholder="none"
            onChange={event => setChoices({ ...choices, title: event.target.value.slice(0, 200) })}
            slotProps={{ inputLabel: { shrink: true } }}
          />
          {format === 'PNG' && (
            <NumberField label="Width" unit="px" integer min={16} max={MOST_SIDE} value={width} onChange={setWidth} />
          )}
          <TextField
            select
            label="Paper"
            value={choices.paper}
            onChange={event => setChoices({ ...choices, paper: event.target.value === 'dark' ? 'dark' : 'white' })}
            slotProps={{ select: { native: true } }}
          >
            <option value="white">white</option>
            <option value="dark">dark</option>
          </TextField>
          <Stack sx={{ gap: 0.5 }}>
            {SWITCHES.map(({ key, label }) => (
              <FormControlLabel
                key={key}
                sx={{ mx: 0 }}
                control={
                  <Switch
                    size="small"
                    checked={choices[key]}
                    onChange={event => setChoices({ ...choices, [key]: event.target.checked })}
                  />
                }
                label={label}
              />
            ))}
          </Stack>
          {format === 'PDF' && !texts.every(isInWinAnsi) && (
            <Alert severity="warning">
              A PDF's own fonts have no letters beyond Western European ones: the others become question marks. SVG
              keeps them.
            </Alert>
          )}
          {content.panels.some(({ panel }) => panel.image instanceof TiledImage) && (
            <Alert severity="info">Large images are drawn from every few pixels; open a cutout for all of them.</Alert>
          )}
          {saving.error && <Alert severity="error">{toAppError(saving.error).message}</Alert>}
        </Stack>
      </DialogContent>
      <DialogActions>
        <Button color="secondary" onClick={onClose}>
          Cancel
        </Button>
        <Button variant="contained" disabled={saving.isPending} onClick={() => saving.mutate()}>
          Export {format}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
