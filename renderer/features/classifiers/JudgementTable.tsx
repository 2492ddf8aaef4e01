import Box from '@mui/material/Box'
import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableHead from '@mui/material/TableHead'
import TableRow from '@mui/material/TableRow'
import type { Judgement } from '../../../main/contract/classifiers.ts'
import { t } from '../../text/t.ts'
import { formatFixed } from '../../ui/format.ts'
import { withBand } from './withBand.ts'

/** Accuracy and AUC on LR interpolated, SR and HR images, a row each. */
export function JudgementTable({ judgement: { kinds, classes } }: { judgement: Judgement }) {
  return (
    <Box sx={{ overflowX: 'auto' }}>
      <Table size="small" aria-label={t.classifiers.judged}>
        <TableHead>
          <TableRow>
            <TableCell>{t.classifiers.images}</TableCell>
            <TableCell align="right">{t.classifiers.accuracy}</TableCell>
            <TableCell align="right">{t.classifiers.meanAuc}</TableCell>
            {classes.map(name => (
              <TableCell key={name} align="right">
                {t.classifiers.aucFor(name)}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {kinds.map(({ id, title, scores }) => (
            <TableRow key={id}>
              <TableCell component="th" scope="row">
                {title}
              </TableCell>
              <TableCell align="right">{withBand(scores.accuracy, scores.accuracyBand)}</TableCell>
              <TableCell align="right">{withBand(scores.meanAuc, scores.meanAucBand)}</TableCell>
              {classes.map((name, c) => (
                <TableCell key={name} align="right">
                  {formatFixed(scores.curves[c]?.auc, 3)}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  )
}
