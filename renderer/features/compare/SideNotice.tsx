import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import type { Evaluation } from '../../../main/contract/evaluations.ts'
import { formatNumber, plural } from '../../ui/format.ts'

const Warnings = ({ warnings }: { warnings: readonly string[] }) =>
  warnings.length > 0 && (
    <Box component="ul" sx={{ m: 0, mt: 0.5, pl: 2.5, color: 'warning.main' }}>
      {warnings.map(warning => (
        <li key={warning}>{warning}</li>
      ))}
    </Box>
  )

/** On which images the scores were made: nobody may take scores of the training side for a result. */
export function SideNotice({ evaluation }: { evaluation: Evaluation }) {
  const { heldOut, side, samples, peak, ssimWindow } = evaluation
  const images = plural(samples.length, 'image')
  const terms = `PSNR with peak ${formatNumber(peak)}, SSIM with a ${ssimWindow} window.`
  if (!heldOut) {
    return (
      <Alert severity="warning" variant="outlined">
        <b>Training side: these scores are not a result.</b> The network has seen these {images}. {terms}
        <Warnings warnings={evaluation.warnings} />
      </Alert>
    )
  }
  return (
    <Alert severity="info" variant="outlined" icon={false} sx={{ borderColor: 'divider' }}>
      <b>
        Held-out: {side} side, {images}
      </b>{' '}
      that the network was not trained on. {terms}
      {side === 'validation' && ' The best weights were chosen by these images; the test side is the stricter judge.'}
      <Warnings warnings={evaluation.warnings} />
    </Alert>
  )
}
