import Box from '@mui/material/Box'
import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableContainer from '@mui/material/TableContainer'
import TableHead from '@mui/material/TableHead'
import TableRow from '@mui/material/TableRow'
import Typography from '@mui/material/Typography'
import type { MethodScore } from '../../../main/contract/evaluations.ts'
import { t } from '../../text/t.ts'
import { bestMethod, METRICS, type Metric, summaryText } from './scoreText.ts'

type Region = 'whole' | 'lens'
const REGIONS: readonly { readonly key: Region; readonly title: string }[] = [
  { key: 'whole', title: t.compare.wholeImage },
  { key: 'lens', title: t.compare.lensRegion },
]

function ScoreCell({
  method,
  region,
  metric,
  isBest,
}: {
  method: MethodScore
  region: Region
  metric: Metric
  isBest: boolean
}) {
  const { mean, spread } = summaryText(metric, method[region]?.[metric])
  return (
    <TableCell align="right" sx={{ whiteSpace: 'nowrap' }}>
      <Box sx={{ fontWeight: isBest ? 700 : 400 }}>
        {mean}
        {isBest && <span title={t.compare.best}> ★</span>}
      </Box>
      <Typography variant="caption" component="div" sx={{ color: 'text.secondary' }}>
        {spread}
      </Typography>
    </TableCell>
  )
}

/** The network beside everything that needs no network: mean, scatter and interval over the images. */
export function MethodTable({ methods }: { methods: readonly MethodScore[] }) {
  const regions = REGIONS.filter(({ key }) => key === 'whole' || methods.some(method => method.lens !== null))
  const columns = regions.flatMap(region => METRICS.map(metric => ({ region, metric })))
  const best = columns.map(({ region, metric }) => bestMethod(methods, region.key, metric.key))
  return (
    <TableContainer tabIndex={0} role="region" aria-label={t.compare.scoresOfEveryMethod}>
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell rowSpan={2}>{t.compare.method}</TableCell>
            {regions.map(region => (
              <TableCell key={region.key} colSpan={METRICS.length} align="center" scope="colgroup">
                {region.title}
              </TableCell>
            ))}
          </TableRow>
          <TableRow>
            {columns.map(({ region, metric }) => (
              <TableCell key={`${region.key} ${metric.key}`} align="right">
                {metric.title}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {methods.map(method => (
            <TableRow key={method.id} selected={method.id === 'network'}>
              <TableCell component="th" scope="row">
                {method.title}
                {method.note !== '' && (
                  <Typography variant="caption" component="div" sx={{ color: 'text.secondary', maxWidth: 240 }}>
                    {method.note}
                  </Typography>
                )}
              </TableCell>
              {columns.map(({ region, metric }, index) => (
                <ScoreCell
                  key={`${region.key} ${metric.key}`}
                  method={method}
                  region={region.key}
                  metric={metric.key}
                  isBest={best[index] === method.id}
                />
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  )
}
