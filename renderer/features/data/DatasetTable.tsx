import Box from '@mui/material/Box'
import MuiLink from '@mui/material/Link'
import Skeleton from '@mui/material/Skeleton'
import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableContainer from '@mui/material/TableContainer'
import TableHead from '@mui/material/TableHead'
import TableRow from '@mui/material/TableRow'
import Typography from '@mui/material/Typography'
import { Link, useNavigate } from 'react-router'
import type { DatasetSummary } from '../../../main/contract/datasets.ts'
import { datasetImageRef } from '../../../main/contract/images.ts'
import { t } from '../../text/t.ts'
import { formatCount, formatMoment, formatQuantity } from '../../ui/format.ts'
import { Thumbnail } from '../../ui/Thumbnail.tsx'
import { describeSizes } from './describe.ts'
import { StateChips } from './StateChips.tsx'

const THUMBNAIL = 48

const COLUMNS = [
  t.data.lrHR,
  t.common.name,
  t.data.samples,
  t.data.sizes,
  t.data.lrPixel,
  t.data.state,
  t.data.made,
] as const

const Head = () => (
  <TableHead>
    <TableRow>
      {COLUMNS.map(column => (
        <TableCell key={column} align={column === 'Samples' || column === 'LR pixel' ? 'right' : 'left'}>
          {column}
        </TableCell>
      ))}
    </TableRow>
  </TableHead>
)

function DatasetRow({ dataset }: { dataset: DatasetSummary }) {
  const navigate = useNavigate()
  const { id, name, kind, samples, calibration, createdAt, paired } = dataset
  const to = `/data/${id}`
  return (
    <TableRow hover onDoubleClick={() => void navigate(to)}>
      <TableCell sx={{ width: 2 * THUMBNAIL + 24 }}>
        <Box sx={{ display: 'flex', gap: 0.5 }}>
          <Thumbnail imageRef={datasetImageRef(id, 0, 'lr')} alt="" size={THUMBNAIL} />
          <Thumbnail imageRef={paired ? datasetImageRef(id, 0, 'hr') : null} alt="" size={THUMBNAIL} />
        </Box>
      </TableCell>
      <TableCell sx={{ minWidth: 160 }}>
        <MuiLink component={Link} to={to} sx={{ fontWeight: 600, color: 'text.primary' }}>
          {name}
        </MuiLink>
        <Typography variant="caption" component="div" sx={{ color: 'text.secondary' }}>
          {kind}
          {!paired && t.data.lrOnly}
        </Typography>
      </TableCell>
      <TableCell align="right">{formatCount(samples)}</TableCell>
      <TableCell sx={{ whiteSpace: 'nowrap' }}>{describeSizes(dataset)}</TableCell>
      <TableCell align="right" sx={{ whiteSpace: 'nowrap' }}>
        {formatQuantity(calibration.pixelScaleArcsec, 'arcsec')}
      </TableCell>
      <TableCell>
        <StateChips dataset={dataset} />
      </TableCell>
      <TableCell sx={{ whiteSpace: 'nowrap', color: 'text.secondary' }}>{formatMoment(createdAt)}</TableCell>
    </TableRow>
  )
}

/** A row opens by its name, or by a double click anywhere. */
export function DatasetTable({ datasets }: { datasets: readonly DatasetSummary[] }) {
  return (
    <TableContainer sx={{ overflow: 'visible' }}>
      <Table aria-label={t.data.datasets} sx={{ '& td, & th': { px: 1 } }}>
        <Head />
        <TableBody>
          {datasets.map(dataset => (
            <DatasetRow key={dataset.id} dataset={dataset} />
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  )
}

export function DatasetTableSkeleton() {
  return (
    <TableContainer aria-busy="true">
      <Table aria-label={t.data.datasetsLoading}>
        <Head />
        <TableBody>
          {[0, 1, 2].map(row => (
            <TableRow key={row}>
              {COLUMNS.map(column => (
                <TableCell key={column} sx={{ height: THUMBNAIL + 13 }}>
                  <Skeleton />
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  )
}
