import MuiLink from '@mui/material/Link'
import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableContainer from '@mui/material/TableContainer'
import TableHead from '@mui/material/TableHead'
import TableRow from '@mui/material/TableRow'
import { Link } from 'react-router'
import type { GroupDetail, GroupRow } from '../../../main/contract/groups.ts'
import { t } from '../../text/t.ts'
import { formatDuration, formatFixed, UNKNOWN } from '../../ui/format.ts'
import { valueText } from './values.ts'

/** 'mean +- spread over the seeds' */
function scoreText(score: GroupRow['psnr'], decimals: number): string {
  if (score === null) return UNKNOWN
  const mean = formatFixed(score.mean, decimals)
  return score.spread === null ? mean : `${mean} \u00b1 ${formatFixed(score.spread, decimals)}`
}

/** The combinations of a sweep, best validation score first. */
export function GroupSummaryTable({ group }: { group: GroupDetail }) {
  const classifies = group.summary.some(row => row.accuracy !== null)
  return (
    <TableContainer tabIndex={0} aria-label={t.groups.combinationsBestFirst}>
      <Table size="small">
        <TableHead>
          <TableRow>
            {group.fields.map(field => (
              <TableCell key={field}>{field}</TableCell>
            ))}
            <TableCell align="right">{t.groups.validationPSNRDB}</TableCell>
            <TableCell align="right">{t.groups.ssim}</TableCell>
            {classifies && <TableCell align="right">{t.groups.accuracy}</TableCell>}
            <TableCell align="right">{t.groups.runsDone}</TableCell>
            <TableCell align="right">{t.groups.timeARun}</TableCell>
            <TableCell>{t.groups.runs}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {group.summary.map(row => (
            <TableRow key={JSON.stringify(row.changes)}>
              {group.fields.map(field => (
                <TableCell key={field}>{valueText(row.changes[field])}</TableCell>
              ))}
              <TableCell align="right">{scoreText(row.psnr, 2)}</TableCell>
              <TableCell align="right">{scoreText(row.ssim, 4)}</TableCell>
              {classifies && <TableCell align="right">{scoreText(row.accuracy, 3)}</TableCell>}
              <TableCell align="right">{t.groups.of(row.done, row.of)}</TableCell>
              <TableCell align="right">{formatDuration(row.seconds)}</TableCell>
              <TableCell>
                {row.runIds.map((id, i) => (
                  <MuiLink
                    key={id}
                    component={Link}
                    to={`/runs/${id}`}
                    aria-label={t.groups.runOf(i + 1, row.runIds.length)}
                    sx={{ mr: 1 }}
                  >
                    {i + 1}
                  </MuiLink>
                ))}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  )
}
