import Alert from '@mui/material/Alert'
import MuiLink from '@mui/material/Link'
import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableHead from '@mui/material/TableHead'
import TableRow from '@mui/material/TableRow'
import { Link } from 'react-router'
import type { Sameness } from '../../../main/contract/provenance.ts'
import { formatNumber, plural } from '../../ui/format.ts'

const SEVERITY = { same: 'success', different: 'warning', open: 'info', incomparable: 'info' } as const
const VERDICT = {
  same: 'gave the same numbers as',
  different: 'did not give the same numbers as',
  open: 'has so far the same numbers as',
  incomparable: 'has no step in common with',
} as const

/** A hash or a list needs no more to be told apart. */
const short = (text: string | null) => (text === null ? '-' : text.length > 60 ? `${text.slice(0, 57)}...` : text)

/** Whether a repeated run gave the same numbers; else where they first part, and what was not the same. */
export function SamenessPanel({ repeats }: { repeats: Sameness }) {
  const { of, verdict, compared, weightsEqual, firstDifference, differences } = repeats
  return (
    <>
      <Alert severity={SEVERITY[verdict]} variant="outlined">
        This run {VERDICT[verdict]}{' '}
        <MuiLink component={Link} to={`/runs/${of.id}`} underline="always">
          {of.name}
        </MuiLink>
        : {plural(compared.steps, 'step')} and {plural(compared.validations, 'validation')} compared
        {weightsEqual !== null && `, the last weights ${weightsEqual ? 'are equal to the last bit' : 'differ'}`}.
        {firstDifference &&
          ` First at step ${firstDifference.step}: ${firstDifference.quantity} ${formatNumber(firstDifference.here, 9)} here, ${formatNumber(firstDifference.there, 9)} there.`}
        {differences.length === 0 && ' Settings, data and machine were the same.'}
      </Alert>
      {differences.length > 0 && (
        <Table size="small" aria-label="What was not the same">
          <TableHead>
            <TableRow>
              <TableCell>What was not the same</TableCell>
              <TableCell>Here</TableCell>
              <TableCell>In {of.name}</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {differences.map(({ part, name, here, there }) => (
              <TableRow key={`${part} ${name}`}>
                <TableCell component="th" scope="row">
                  {part}: {name}
                </TableCell>
                <TableCell title={here ?? undefined}>{short(here)}</TableCell>
                <TableCell title={there ?? undefined}>{short(there)}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </>
  )
}
