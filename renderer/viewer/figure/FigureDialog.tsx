import Alert from '@mui/material/Alert'
import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import Stack from '@mui/material/Stack'
import ToggleButton from '@mui/material/ToggleButton'
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup'
import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { toAppError } from '../../../main/domain/errors.ts'
import { t } from '../../text/t.ts'
import { fileName, saveFile } from '../../ui/saveFile.ts'
import { TiledImage } from '../tiles/tiledImage.ts'
import { figurePng, MOST_SIDE, rasterAddress } from './canvas.ts'
import { fetchCutout } from './cutout.ts'
import { CutoutFields, FigureFields } from './FigureFields.tsx'
import { isInWinAnsi } from './helvetica.ts'
import { type FigureChoices, type FigureContent, layoutFigure } from './layout.ts'
import { figureSvg } from './svg.ts'

const FORMATS = ['PNG', 'SVG', 'PDF', 'FITS'] as const
type Format = (typeof FORMATS)[number]

/** As large as a page's column in print. */
const PNG_TIMES = 3

/** The part of a panel's image that is seen, with its own values. */
async function saveCutout({ panels, linking, refs }: FigureContent, panelId: string, name: string) {
  const placed = panels.find(({ panel }) => panel.id === panelId)
  const ref = refs.get(panelId)
  if (!placed || ref === undefined) return
  const title = fileName(`${name}-${placed.panel.title}`, 'fits')
  saveFile(title, await fetchCutout(placed, linking, ref), 'application/fits')
}

async function saveFigure(format: Format, content: FigureContent, choices: FigureChoices, width: number, name: string) {
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
  const cuttable = content.panels.filter(({ panel }) => content.refs.has(panel.id))
  const [cutoutOf, setCutoutOf] = useState(cuttable[0]?.panel.id ?? '')
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
    mutationFn: () =>
      format === 'FITS'
        ? saveCutout(content, cutoutOf, name)
        : saveFigure(format, content, choices, width ?? Number.NaN, name),
    onSuccess: onClose,
  })
  const texts = [choices.title, ...content.panels.map(({ panel }) => panel.title), ...content.regions.map(r => r.label)]
  return (
    <Dialog open onClose={onClose} aria-labelledby={titleId} fullWidth maxWidth="xs">
      <DialogTitle id={titleId}>{t.figure.exportAFigure}</DialogTitle>
      <DialogContent>
        <Stack sx={{ gap: 2, pt: 1 }}>
          <ToggleButtonGroup
            exclusive
            size="small"
            value={format}
            aria-label={t.figure.format}
            onChange={(_, next: Format | null) => next && setFormat(next)}
          >
            {FORMATS.map(each => (
              <ToggleButton key={each} value={each} disabled={each === 'FITS' && cuttable.length === 0}>
                {each}
              </ToggleButton>
            ))}
          </ToggleButtonGroup>
          {format === 'FITS' ? (
            <CutoutFields panels={cuttable} value={cutoutOf} onChange={setCutoutOf} />
          ) : (
            <FigureFields
              choices={choices}
              onChoices={setChoices}
              width={format === 'PNG' ? { value: width, onChange: setWidth } : null}
            />
          )}
          {format === 'PDF' && !texts.every(isInWinAnsi) && (
            <Alert severity="warning">{t.figure.aPDFsOwnFontsHaveNoLetters}</Alert>
          )}
          {content.panels.some(({ panel }) => panel.image instanceof TiledImage) && (
            <Alert severity="info">{t.figure.largeImagesAreDrawnFromEvery}</Alert>
          )}
          {saving.error && <Alert severity="error">{toAppError(saving.error).message}</Alert>}
        </Stack>
      </DialogContent>
      <DialogActions>
        <Button color="secondary" onClick={onClose}>
          {t.common.cancel}
        </Button>
        <Button variant="contained" disabled={saving.isPending} onClick={() => saving.mutate()}>
          {t.figure.export(format)}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
