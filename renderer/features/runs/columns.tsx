import MuiLink from '@mui/material/Link'
import { createColumnHelper, tableFeatures } from '@tanstack/react-table'
import { Link } from 'react-router'
import type { RunSummary } from '../../../main/contract/runs.ts'
import { formatDuration, formatFixed, formatMoment } from '../../ui/format.ts'
import { InlineText } from './InlineText.tsx'
import { RunStatusChip } from './RunStatusChip.tsx'
import type { RunSort } from './runQueries.ts'

export interface ColumnMeta {
  readonly width: number
  readonly align?: 'right'
  readonly sort?: RunSort
}

export type EditRun = (id: string, change: { notes: string } | { tags: string[] }) => void

export const runTableFeatures = tableFeatures({})
const helper = createColumnHelper<typeof runTableFeatures, RunSummary>()

/** 'a, b' as tags: at most 50, each once, none empty. */
export const parseTags = (text: string): string[] =>
  [...new Set(text.split(',').map(tag => tag.trim().slice(0, 40)))].filter(tag => tag !== '').slice(0, 50)

/** Width and sorting of a column, by its id. */
export const COLUMN_META: Readonly<Record<string, ColumnMeta>> = {
  name: { width: 160, sort: 'name' },
  status: { width: 104, sort: 'status' },
  dataset: { width: 120, sort: 'dataset' },
  network: { width: 160 },
  device: { width: 80 },
  psnr: { width: 128, align: 'right', sort: 'psnr' },
  ssim: { width: 80, align: 'right', sort: 'ssim' },
  duration: { width: 96, align: 'right', sort: 'duration' },
  createdAt: { width: 136, sort: 'createdAt' },
  tags: { width: 88 },
  notes: { width: 112 },
}

export const runColumns = (edit: EditRun) =>
  helper.columns([
    helper.display({
      id: 'name',
      header: 'Run',
      cell: ({ row }) => (
        <MuiLink component={Link} to={`/runs/${row.original.id}`} sx={{ fontWeight: 600, color: 'text.primary' }}>
          {row.original.name}
        </MuiLink>
      ),
    }),
    helper.display({
      id: 'status',
      header: 'Status',
      cell: ({ row }) => <RunStatusChip status={row.original.status} />,
    }),
    helper.display({
      id: 'dataset',
      header: 'Dataset',
      cell: ({ row: { original: run } }) =>
        run.datasetId === null ? (
          run.datasetName
        ) : (
          <MuiLink component={Link} to={`/data/${run.datasetId}`} sx={{ color: 'text.primary' }}>
            {run.datasetName}
          </MuiLink>
        ),
    }),
    helper.accessor('network', { header: 'Network' }),
    helper.accessor('device', { header: 'Device' }),
    helper.accessor(run => run.best?.psnr, {
      id: 'psnr',
      header: 'Best PSNR, dB',
      cell: ({ row }) => formatFixed(row.original.best?.psnr, 2),
    }),
    helper.accessor(run => run.best?.ssim, {
      id: 'ssim',
      header: 'SSIM',
      cell: ({ row }) => formatFixed(row.original.best?.ssim, 4),
    }),
    helper.display({
      id: 'duration',
      header: 'Duration',
      cell: ({ row }) => formatDuration(row.original.durationSeconds),
    }),
    helper.display({ id: 'createdAt', header: 'Made', cell: ({ row }) => formatMoment(row.original.createdAt) }),
    helper.display({
      id: 'tags',
      header: 'Tags',
      cell: ({ row: { original: run } }) => (
        <InlineText
          value={run.tags.join(', ')}
          label={`Tags of ${run.name}`}
          placeholder="add tags"
          onSave={text => edit(run.id, { tags: parseTags(text) })}
        />
      ),
    }),
    helper.display({
      id: 'notes',
      header: 'Notes',
      cell: ({ row: { original: run } }) => (
        <InlineText
          value={run.notes}
          label={`Notes of ${run.name}`}
          placeholder="add notes"
          onSave={notes => edit(run.id, { notes })}
        />
      ),
    }),
  ])
