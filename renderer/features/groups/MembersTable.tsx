import Chip from '@mui/material/Chip'
import MuiLink from '@mui/material/Link'
import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableContainer from '@mui/material/TableContainer'
import TableHead from '@mui/material/TableHead'
import TableRow from '@mui/material/TableRow'
import { Link } from 'react-router'
import type { GroupDetail } from '../../../main/contract/groups.ts'
import { t } from '../../text/t.ts'
import { formatFixed } from '../../ui/format.ts'
import { RunStatusChip } from '../runs/RunStatusChip.tsx'
import { valueText } from './values.ts'

/** Every run of a group in the order of its queue, with its state. */
export function MembersTable({ group }: { group: GroupDetail }) {
  const several = group.trials.length > 1
  const rows = group.trials.flatMap((trial, i) =>
    trial.members.map(member => ({ key: `${i} ${member.stage}`, trial, member })),
  )
  const classifies = rows.some(({ member }) => member.accuracy !== null)
  return (
    <TableContainer tabIndex={0} aria-label={t.groups.runsInTheOrderOfTheQueue} sx={{ maxHeight: 480 }}>
      <Table size="small" stickyHeader>
        <TableHead>
          <TableRow>
            <TableCell>{t.groups.what}</TableCell>
            {several && group.fields.map(field => <TableCell key={field}>{field}</TableCell>)}
            {several && <TableCell align="right">{t.groups.seed}</TableCell>}
            <TableCell>{t.groups.state}</TableCell>
            <TableCell align="right">{t.groups.validationPSNRDB}</TableCell>
            <TableCell align="right">{t.groups.ssim}</TableCell>
            {classifies && <TableCell align="right">{t.groups.accuracy}</TableCell>}
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map(({ key, trial, member }) => (
            <TableRow key={key}>
              <TableCell>
                {member.runId === null ? (
                  member.title
                ) : (
                  <MuiLink component={Link} to={`/runs/${member.runId}`}>
                    {member.title}
                  </MuiLink>
                )}
              </TableCell>
              {several &&
                group.fields.map(field => <TableCell key={field}>{valueText(trial.changes[field])}</TableCell>)}
              {several && <TableCell align="right">{trial.seed}</TableCell>}
              <TableCell>
                {member.status === 'waiting' ? (
                  <Chip variant="outlined" label={t.groups.waiting} sx={{ height: 22 }} />
                ) : (
                  <RunStatusChip status={member.status} />
                )}
              </TableCell>
              <TableCell align="right">{formatFixed(member.best?.psnr, 2)}</TableCell>
              <TableCell align="right">{formatFixed(member.best?.ssim, 4)}</TableCell>
              {classifies && <TableCell align="right">{formatFixed(member.accuracy, 3)}</TableCell>}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  )
}
