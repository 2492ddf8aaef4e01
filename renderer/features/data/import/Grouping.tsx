import Box from '@mui/material/Box'
import Stack from '@mui/material/Stack'
import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableHead from '@mui/material/TableHead'
import TableRow from '@mui/material/TableRow'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { type PlaneKind, type PlaneRoles, planeRoleSchema } from '../../../../main/contract/planes.ts'
import { formatCount } from '../../../ui/format.ts'
import { baseName } from '../../../ui/source/paths.ts'
import { describeRole, nameOfKind } from '../planes.ts'
import { qualityBitsProblem } from './qualityBits.ts'

interface GroupingProps {
  kinds: readonly PlaneKind[]
  roles: PlaneRoles
  onRoles: (roles: PlaneRoles) => void
  /** As typed. */
  qualityBits: string
  onQualityBits: (text: string) => void
}

const filesOf = ({ count, example }: PlaneKind): string =>
  count === 1 ? baseName(example) : `${formatCount(count)} files, such as ${baseName(example)}`

function KindRow({ kind, onRole }: { kind: PlaneKind; onRole: (role: PlaneKind['role']) => void }) {
  const name = nameOfKind(kind)
  return (
    <TableRow>
      <TableCell title={kind.example}>
        {name}
        <Typography variant="caption" component="div" sx={{ color: 'text.secondary' }}>
          {kind.isPart ? 'in each file' : filesOf(kind)}
        </Typography>
      </TableCell>
      <TableCell>
        <TextField
          select
          size="small"
          value={kind.role}
          onChange={event => onRole(planeRoleSchema.parse(event.target.value))}
          slotProps={{ select: { native: true }, htmlInput: { 'aria-label': `What ${name} is taken as` } }}
          sx={{ minWidth: 200 }}
        >
          {planeRoleSchema.options.map(role => (
            <option key={role} value={role}>
              {describeRole(role)}
            </option>
          ))}
        </TextField>
      </TableCell>
      <TableCell sx={{ color: 'text.secondary' }}>{kind.reason}</TableCell>
    </TableRow>
  )
}

/** What files and extensions are taken as, and why; each may be given another role before the import. */
export function Grouping({ kinds, roles, onRoles, qualityBits, onQualityBits }: GroupingProps) {
  const hasCompanions = kinds.some(kind => kind.role !== 'science' || kind.isPart)
  const bitsProblem = qualityBitsProblem(qualityBits)
  return (
    <Box
      component="details"
      open={hasCompanions}
      sx={{ mt: 2, typography: 'body2', '& summary': { cursor: 'pointer', fontWeight: 600 } }}
    >
      <summary>What belongs to an image</summary>
      <Stack sx={{ gap: 2, mt: 1 }}>
        <Table size="small" aria-label="What files and extensions are taken as">
          <TableHead>
            <TableRow>
              <TableCell>Files or extensions</TableCell>
              <TableCell>Taken as</TableCell>
              <TableCell>Why</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {kinds.map(kind => (
              <KindRow
                key={`${kind.isPart} ${kind.kind}`}
                kind={kind}
                onRole={role => onRoles({ ...roles, [kind.kind]: role })}
              />
            ))}
          </TableBody>
        </Table>
        {kinds.some(kind => kind.role === 'quality') && (
          <TextField
            label="Bits that make a pixel bad"
            value={qualityBits}
            onChange={event => onQualityBits(event.target.value)}
            error={bitsProblem !== null}
            placeholder="any value but 0"
            helperText={
              bitsProblem ?? 'The sum of the bits, such as 1 for DO_NOT_USE of JWST, or 0x11 for bits 0 and 4.'
            }
            slotProps={{ inputLabel: { shrink: true }, htmlInput: { spellCheck: false, autoComplete: 'off' } }}
            sx={{ maxWidth: 480 }}
          />
        )}
      </Stack>
    </Box>
  )
}
