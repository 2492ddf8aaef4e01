import Stack from '@mui/material/Stack'
import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableContainer from '@mui/material/TableContainer'
import TableHead from '@mui/material/TableHead'
import TableRow from '@mui/material/TableRow'
import Typography from '@mui/material/Typography'
import type { Evaluation } from '../../../main/contract/evaluations.ts'
import { Facts } from '../../ui/Facts.tsx'
import { formatNumber } from '../../ui/format.ts'
import { metricText } from './scoreText.ts'

/** Every method's scores of one image. */
export function ImageScores({ evaluation, sample }: { evaluation: Evaluation; sample: number }) {
  const title = new Map(evaluation.methods.map(method => [method.id, method.title]))
  const rows = evaluation.images.filter(image => image.sample === sample)
  return (
    <TableContainer tabIndex={0} role="region" aria-label="Scores of this image">
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell>Method</TableCell>
            <TableCell align="right">PSNR, dB</TableCell>
            <TableCell align="right">SSIM</TableCell>
            <TableCell align="right">MSE</TableCell>
            <TableCell align="right">lens PSNR, dB</TableCell>
            <TableCell align="right">lens SSIM</TableCell>
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
        Not checked: {consistencyMissing ?? 'no reason was given.'}
      </Typography>
    )
  }
  const here = consistency.perImage.find(image => image.sample === sample)
  return (
    <Stack sx={{ gap: 1 }}>
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        SR is convolved and binned to LR again and compared with the LR given, in units of its noise. A reduced
        chi-square near 1 says that SR agrees with what was observed; far above 1, it has added or lost light.
      </Typography>
      <Facts
        facts={[
          ['Reduced chi-square, all images', formatNumber(consistency.reducedChiSquare, 3)],
          ['Flux SR / LR, all images', formatNumber(consistency.fluxRatio, 4)],
          ['Reduced chi-square, this image', formatNumber(here?.reducedChiSquare, 3)],
          ['Flux SR / LR, this image', formatNumber(here?.fluxRatio, 4)],
        ]}
      />
    </Stack>
  )
}
