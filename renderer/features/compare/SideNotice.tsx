import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import type { Evaluation } from '../../../main/contract/evaluations.ts'
import { t } from '../../text/t.ts'
import { formatNumber } from '../../ui/format.ts'

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
  const images = t.compare.images(samples.length)
  const terms = t.compare.psnrWithPeakSSIMWithAWindow(formatNumber(peak), ssimWindow)
  if (!heldOut) {
    return (
      <Alert severity="warning" variant="outlined">
        <b>{t.compare.trainingSideTheseScoresAreNotA}</b> {t.compare.theNetworkHasSeenThese(images, terms)}
        <Warnings warnings={evaluation.warnings} />
      </Alert>
    )
  }
  return (
    <Alert severity="info" variant="outlined" icon={false} sx={{ borderColor: 'divider' }}>
      <b>{t.compare.heldOutSide(side, images)}</b> {t.compare.thatTheNetworkWasNotTrainedOn(terms)}
      {side === 'validation' && t.compare.theBestWeightsWereChosenBy}
      <Warnings warnings={evaluation.warnings} />
    </Alert>
  )
}
