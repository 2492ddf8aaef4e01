import Stack from '@mui/material/Stack'
import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableContainer from '@mui/material/TableContainer'
import TableHead from '@mui/material/TableHead'
import TableRow from '@mui/material/TableRow'
import Typography from '@mui/material/Typography'
import type { Evaluation } from '../../../main/contract/evaluations.ts'
import { t } from '../../text/t.ts'
import { Facts } from '../../ui/Facts.tsx'
import { formatNumber } from '../../ui/format.ts'
import { metricText } from './scoreText.ts'

/** Every method's scores of one image. */
export function ImageScores({ evaluation, sample }: { evaluation: Evaluation; sample: number }) {
  const title = new Map(evaluation.methods.map(method => [method.id, method.title]))
  const rows = evaluation.images.filter(image => image.sample === sample)
  return (
    <TableContainer tabIndex={0} role="region" aria-label={t.compare.scoresOfThisImage}>
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell>{t.compare.method}</TableCell>
            <TableCell align="right">{t.compare.psnrDB}</TableCell>
            <TableCell align="right">{t.compare.ssim}</TableCell>
            <TableCell align="right">{t.compare.mse}</TableCell>
            <TableCell align="right">{t.compare.lensPSNRDB}</TableCell>
            <TableCell align="right">{t.compare.lensSSIM}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map(row => (
            <TableRow key={row.method} selected={row.method === 'network'}>
              <TableCell component="th" scope="row">
                {title.get(row.method) ?? row.method}
              </TableCell>
              <TableCell align="right">{metricText('psnr', row.psnr)}</TableCell>
              <TableCell align="right">{metricText('ssim', row.ssim)}</TableCell>
              <TableCell align="right">{metricText('mse', row.mse)}</TableCell>
              <TableCell align="right">{metricText('psnr', row.lensPsnr)}</TableCell>
              <TableCell align="right">{metricText('ssim', row.lensSsim)}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  )
}

/** The check that needs no truth: SR degraded to LR again, against the LR given. */
export function Consistency({ evaluation, sample }: { evaluation: Evaluation; sample: number }) {
  const { consistency, consistencyMissing } = evaluation
  if (!consistency) {
    return (
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        {t.compare.notChecked} {consistencyMissing ?? t.compare.noReasonWasGiven}
      </Typography>
    )
  }
  const here = consistency.perImage.find(image => image.sample === sample)
  return (
    <Stack sx={{ gap: 1 }}>
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        {t.compare.srIsConvolvedAndBinnedToLR}
      </Typography>
      <Facts
        facts={[
          [t.compare.reducedChiSquareAllImages, formatNumber(consistency.reducedChiSquare, 3)],
          [t.compare.fluxSRLRAllImages, formatNumber(consistency.fluxRatio, 4)],
          [t.compare.reducedChiSquareThisImage, formatNumber(here?.reducedChiSquare, 3)],
          [t.compare.fluxSRLRThisImage, formatNumber(here?.fluxRatio, 4)],
        ]}
      />
    </Stack>
  )
}
