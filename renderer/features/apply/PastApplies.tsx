import MuiLink from '@mui/material/Link'
import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableHead from '@mui/material/TableHead'
import TableRow from '@mui/material/TableRow'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { api } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { formatMoment } from '../../ui/format.ts'
import { Section } from '../../ui/Section.tsx'

/** What was super-resolved before; nothing where there is nothing. */
export function PastApplies() {
  const applies = useQuery(api.apply.list.queryOptions())
  if (applies.data === undefined || applies.data.length === 0) return null
  return (
    <Section title={t.apply.resultsSoFar}>
      <Table size="small" aria-label={t.apply.resultsSoFar}>
        <TableHead>
          <TableRow>
            <TableCell>{t.apply.started}</TableCell>
            <TableCell>{t.apply.state}</TableCell>
            <TableCell>{t.apply.checkpoint}</TableCell>
            <TableCell>{t.apply.folder}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {applies.data.map(({ id, createdAt, status, checkpoint, folder }) => (
            <TableRow key={id}>
              <TableCell>
                <MuiLink component={Link} to={`/apply/${id}`}>
                  {formatMoment(createdAt)}
                </MuiLink>
              </TableCell>
              <TableCell>{status}</TableCell>
              <TableCell>{checkpoint}</TableCell>
              <TableCell sx={{ overflowWrap: 'anywhere' }}>{folder}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Section>
  )
}
