import Box from '@mui/material/Box'
import Stack from '@mui/material/Stack'
import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableHead from '@mui/material/TableHead'
import TableRow from '@mui/material/TableRow'
import Typography from '@mui/material/Typography'
import { useMemo } from 'react'
import type { ClassScores } from '../../../main/contract/classifiers.ts'
import { t } from '../../text/t.ts'
import { Chart } from '../../ui/Chart.tsx'
import { Facts } from '../../ui/Facts.tsx'
import { formatFixed } from '../../ui/format.ts'
import { withBand } from './withBand.ts'

/** Rows: true class; columns: predicted one. The darker a cell, the larger its share of the row. */
function ConfusionMatrix({ classes, confusion }: { classes: readonly string[]; confusion: ClassScores['confusion'] }) {
  return (
    <Box component="figure" sx={{ m: 0, minWidth: 0, overflowX: 'auto' }}>
      <Typography component="figcaption" variant="h3" sx={{ minHeight: 32 }}>
        {t.classifiers.confusion}
      </Typography>
      <Table size="small" aria-label={t.classifiers.confusion}>
        <TableHead>
          <TableRow>
            <TableCell>{t.classifiers.trueClass}</TableCell>
            {classes.map(name => (
              <TableCell key={name} align="right">
                {t.classifiers.toldAs(name)}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {confusion.map((counts, row) => {
            const total = counts.reduce((sum, count) => sum + count, 0)
            return (
              <TableRow key={classes[row]}>
                <TableCell component="th" scope="row">
                  {classes[row]}
                </TableCell>
                {counts.map((count, column) => (
                  <TableCell
                    key={classes[column]}
                    align="right"
                    sx={{
                      fontVariantNumeric: 'tabular-nums',
                      fontWeight: row === column ? 600 : 400,
                      // At most a third of the colour, so that the figures stay readable on it.
                      background: `color-mix(in srgb, var(--mui-palette-primary-main) ${total === 0 ? 0 : Math.round((33 * count) / total)}%, transparent)`,
                    }}
                  >
                    {count}
                  </TableCell>
                ))}
              </TableRow>
            )
          })}
        </TableBody>
      </Table>
    </Box>
  )
}

/** Everything that a classifier is scored by on a set of images. */
export function ClassScoresView({ classes, scores }: { classes: readonly string[]; scores: ClassScores }) {
  const roc = useMemo(
    () => [
      ...scores.curves.flatMap((curve, c) =>
        curve === null
          ? []
          : [
              {
                name: t.classifiers.aucOf(classes[c] ?? String(c), withBand(curve.auc, curve.band.auc)),
                x: curve.falsePositiveRate,
                y: curve.truePositiveRate,
                band: { x: curve.band.falsePositiveRate, low: curve.band.low, high: curve.band.high },
              },
            ],
      ),
      { name: t.classifiers.chance, x: [0, 1], y: [0, 1] },
    ],
    [classes, scores],
  )
  const calibration = useMemo(() => {
    const { bins } = scores.calibration
    return [
      { name: t.classifiers.heldOut, x: bins.map(b => b.confidence), y: bins.map(b => b.accuracy), markers: true },
      { name: t.classifiers.reliable, x: [0, 1], y: [0, 1] },
    ]
  }, [scores])
  return (
    <Stack sx={{ gap: 2 }}>
      <Facts
        facts={[
          [t.classifiers.accuracy, withBand(scores.accuracy, scores.accuracyBand)],
          [t.classifiers.meanAuc, withBand(scores.meanAuc, scores.meanAucBand)],
          [t.classifiers.crossEntropy, formatFixed(scores.crossEntropy, 4)],
          [t.classifiers.calibrationError, formatFixed(scores.calibration.expectedError, 3)],
        ]}
      />
      <Box sx={{ display: 'grid', gap: 3, gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 400px), 1fr))' }}>
        <Box sx={{ minWidth: 0 }}>
          <Chart
            title={t.classifiers.roc}
            series={roc}
            xTitle={t.classifiers.falsePositiveRate}
            yTitle={t.classifiers.truePositiveRate}
            height={360}
          />
          <Typography variant="caption" sx={{ color: 'text.secondary' }}>
            {t.classifiers.rocBands}
          </Typography>
        </Box>
        <Stack sx={{ gap: 3, minWidth: 0 }}>
          <ConfusionMatrix classes={classes} confusion={scores.confusion} />
          <Chart
            title={t.classifiers.calibration}
            series={calibration}
            xTitle={t.classifiers.probabilityGiven}
            yTitle={t.classifiers.shareRight}
            height={220}
          />
        </Stack>
      </Box>
    </Stack>
  )
}
