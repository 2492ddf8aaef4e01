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
import { t } from '../../../text/t.ts'
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
  count === 1 ? baseName(example) : t.data.filesSuchAs(formatCount(count), baseName(example))

function KindRow({ kind, onRole }: { kind: PlaneKind; onRole: (role: PlaneKind['role']) => void }) {
  const name = nameOfKind(kind)
  return (
    <TableRow>
      <TableCell title={kind.example}>
        {name}
        <Typography variant="caption" component="div" sx={{ color: 'text.secondary' }}>
          {kind.isPart ? t.data.inEachFile : filesOf(kind)}
        </Typography>
      </TableCell>
      <TableCell>
        <TextField
          select
          size="small"
          value={kind.role}
          onChange={event => onRole(planeRoleSchema.parse(event.target.value))}
          slotProps={{ select: { native: true }, htmlInput: { 'aria-label': t.data.whatIsTakenAs(name) } }}
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
      <summary>{t.data.whatBelongsToAnImage}</summary>
      <Stack sx={{ gap: 2, mt: 1 }}>
        <Table size="small" aria-label={t.data.whatFilesAndExtensionsAreTaken}>
          <TableHead>
            <TableRow>
              <TableCell>{t.data.filesOrExtensions}</TableCell>
              <TableCell>{t.data.takenAs}</TableCell>
              <TableCell>{t.data.why}</TableCell>
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
            label={t.data.bitsThatMakeAPixelBad}
            value={qualityBits}
            onChange={event => onQualityBits(event.target.value)}
            error={bitsProblem !== null}
            placeholder={t.data.anyValueBut0}
            helperText={bitsProblem ?? t.data.theSumOfTheBitsSuchAs1ForDONOT}
            slotProps={{ inputLabel: { shrink: true }, htmlInput: { spellCheck: false, autoComplete: 'off' } }}
            sx={{ maxWidth: 480 }}
          />
        )}
      </Stack>
    </Box>
  )
}
