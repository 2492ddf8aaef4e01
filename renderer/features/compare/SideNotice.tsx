import Alert from '@mui/material/Alert'
import type { Evaluation } from '../../../main/contract/evaluations.ts'
import { formatNumber, plural } from '../../ui/format.ts'

/** On which images the scores were made: nobody may take scores of the training side for a result. */
export function SideNotice({ evaluation }: { evaluation: Evaluation }) {
  const { heldOut, side, samples, peak, ssimWindow } = evaluation
  const images = plural(samples.length, 'image')
  const terms = `PSNR with peak ${formatNumber(peak)}, SSIM with a ${ssimWindow} window.`
  if (!heldOut) {
    return (
      <Alert severity="warning" variant="outlined">
        <b>Training side: these scores are not a result.</b> The network has seen these {images}. {terms}
      </Alert>
    )
  }
  return (
    <Alert severity="info" variant="outlined" icon={false}>
      <b>
        Held-out: {side} side, {images}
      </b>{' '}
      that the network was not trained on. {terms}
      {side === 'validation' && ' The best weights were chosen by these images; the test side is the stricter judge.'}
    </Alert>
  )
}
