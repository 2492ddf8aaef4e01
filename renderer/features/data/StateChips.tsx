import OkIcon from '@mui/icons-material/CheckCircleOutlined'
import ErrorIcon from '@mui/icons-material/ErrorOutlined'
import InfoIcon from '@mui/icons-material/InfoOutlined'
import WarningIcon from '@mui/icons-material/WarningAmberOutlined'
import Box from '@mui/material/Box'
import type { DatasetSummary } from '../../../main/contract/datasets.ts'
import { t } from '../../text/t.ts'

const KINDS = {
  info: { Icon: InfoIcon, color: 'text.secondary' },
  ok: { Icon: OkIcon, color: 'success.main' },
  warning: { Icon: WarningIcon, color: 'warning.main' },
  error: { Icon: ErrorIcon, color: 'error.main' },
} as const

/** A status in colour, shape and word: none of them stands alone. */
export function Status({ kind, text }: { kind: keyof typeof KINDS; text: string }) {
  const { Icon, color } = KINDS[kind]
  return (
    <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.5, whiteSpace: 'nowrap' }}>
      <Icon fontSize="tiny" sx={{ color }} aria-hidden />
      {text}
    </Box>
  )
}

/** Whether a dataset may be relied on. */
export function StateChips({ dataset: { state, findings } }: { dataset: Pick<DatasetSummary, 'state' | 'findings'> }) {
  const isFine = state === 'ok' && findings.errors === 0 && findings.warnings === 0
  return (
    <Box sx={{ display: 'flex', columnGap: 1.5, flexWrap: 'wrap' }}>
      {isFine && <Status kind="ok" text={t.data.noFindings} />}
      {state === 'missing' && <Status kind="error" text={t.data.filesMissing} />}
      {state === 'changed' && <Status kind="error" text={t.data.filesChanged} />}
      {findings.errors > 0 && <Status kind="error" text={t.data.errors(findings.errors)} />}
      {findings.warnings > 0 && <Status kind="warning" text={t.data.warnings(findings.warnings)} />}
    </Box>
  )
}
