import CloseIcon from '@mui/icons-material/Close'
import FirstIcon from '@mui/icons-material/VerticalAlignTopOutlined'
import Box from '@mui/material/Box'
import IconButton from '@mui/material/IconButton'
import MuiLink from '@mui/material/Link'
import { useColorScheme } from '@mui/material/styles'
import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableContainer from '@mui/material/TableContainer'
import TableHead from '@mui/material/TableHead'
import TableRow from '@mui/material/TableRow'
import Tooltip from '@mui/material/Tooltip'
import { Link } from 'react-router'
import { t } from '../../text/t.ts'
import { formatDuration, formatFixed } from '../../ui/format.ts'
import { Unseen } from '../../ui/Unseen.tsx'
import { differenceText } from '../runs/table/columnText.ts'
import { LineSample } from './LineSample.tsx'
import { type ComparedRun, runStyle } from './runLook.ts'

interface RunListProps {
  readonly runs: readonly ComparedRun[]
  readonly onIds: (ids: readonly string[]) => void
}

const SCORES = [
  { key: 'psnr', title: t.compareRuns.validationPSNRDB, decimals: 2 },
  { key: 'ssim', title: t.compareRuns.validationSSIM, decimals: 4 },
] as const

/** The runs that are compared: their letters, their lines in charts, their scores against the first. */
export function RunList({ runs, onIds }: RunListProps) {
  const { colorScheme } = useColorScheme()
  const ids = runs.map(({ run }) => run.id)
  const first = runs[0]?.run
  return (
    <TableContainer tabIndex={0} role="region" aria-label={t.compareRuns.runsThatAreCompared} sx={{ maxHeight: 264 }}>
      <Table size="small" stickyHeader>
        <TableHead>
          <TableRow>
            <TableCell>{t.compareRuns.line}</TableCell>
            <TableCell>{t.compareRuns.run}</TableCell>
            <TableCell>{t.compareRuns.dataset}</TableCell>
            <TableCell>{t.compareRuns.network}</TableCell>
            <TableCell align="right">{t.compareRuns.seed}</TableCell>
            {SCORES.map(({ key, title }) => (
              <TableCell key={key} align="right">
                {title}
              </TableCell>
            ))}
            <TableCell align="right">{t.compareRuns.duration}</TableCell>
            <TableCell>
              <Unseen>{t.compareRuns.actions}</Unseen>
            </TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {runs.map(({ run, letter, index }) => (
            <TableRow key={run.id}>
              <TableCell>
                <Box sx={{ display: 'flex', gap: 1, alignItems: 'center' }}>
                  <LineSample style={runStyle(index, colorScheme !== 'light')} />
                  {letter}
                </Box>
              </TableCell>
              <TableCell>
                <MuiLink component={Link} to={`/runs/${run.id}`} sx={{ fontWeight: 600, color: 'text.primary' }}>
                  {run.name}
                </MuiLink>
              </TableCell>
              <TableCell>{run.datasetName}</TableCell>
              <TableCell>{run.network}</TableCell>
              <TableCell align="right">{run.seed}</TableCell>
              {SCORES.map(({ key, decimals }) => (
                <TableCell key={key} align="right" sx={{ whiteSpace: 'nowrap' }}>
                  {formatFixed(run.best?.[key], decimals)}{' '}
                  <Box component="span" sx={{ color: 'text.secondary', typography: 'caption' }}>
                    {index > 0 && differenceOf(run.best?.[key], first?.best?.[key], key)}
                  </Box>
                </TableCell>
              ))}
              <TableCell align="right">{formatDuration(run.durationSeconds)}</TableCell>
              <TableCell align="right" sx={{ whiteSpace: 'nowrap', py: 0 }}>
                <Tooltip title={t.compareRuns.holdTheOthersAgainstThisOne}>
                  <span>
                    <IconButton
                      size="small"
                      aria-label={t.compareRuns.holdTheOthersAgainst(run.name)}
                      disabled={index === 0}
                      onClick={() => onIds([run.id, ...ids.filter(id => id !== run.id)])}
                    >
                      <FirstIcon fontSize="small" />
                    </IconButton>
                  </span>
                </Tooltip>
                <Tooltip title={t.compareRuns.leaveOut}>
                  <span>
                    <IconButton
                      size="small"
                      aria-label={t.compareRuns.leaveOut2(run.name)}
                      disabled={runs.length < 3}
                      onClick={() => onIds(ids.filter(id => id !== run.id))}
                    >
                      <CloseIcon fontSize="small" />
                    </IconButton>
                  </span>
                </Tooltip>
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  )
}

const differenceOf = (value: number | undefined, first: number | undefined, name: string): string | null => {
  const cell = (number: number | undefined) => ({ value: number ?? null, step: null })
  return differenceText(cell(value), cell(first), { name, at: null })
}
