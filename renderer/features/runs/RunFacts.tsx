import MuiLink from '@mui/material/Link'
import { Link } from 'react-router'
import type { RunDetail } from '../../../main/contract/runs.ts'
import { t } from '../../text/t.ts'
import { Facts } from '../../ui/Facts.tsx'
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatFixed,
  formatMoment,
  formatNumber,
  UNKNOWN,
} from '../../ui/format.ts'
import { Section } from '../../ui/Section.tsx'
import { InlineText } from './InlineText.tsx'
import { parseTags } from './parseTags.ts'
import { useUpdateRun } from './runQueries.ts'

/** A configuration's value as it is written: numbers plainly, records as 'key value, key value'. */
function valueText(value: unknown): string {
  if (value === null || value === undefined) return UNKNOWN
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : formatNumber(value, 6)
  if (Array.isArray(value)) return value.length > 12 ? `${value.length} values` : value.map(valueText).join(', ')
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([key, inner]) => `${key} ${valueText(inner)}`)
      .join(', ')
  }
  return String(value)
}

const factsOf = (record: Readonly<Record<string, unknown>>) =>
  Object.entries(record).map(([key, value]) => [key, valueText(value)] as const)

export function SummarySection({ run }: { run: RunDetail }) {
  const update = useUpdateRun()
  const best = run.best
  return (
    <Section title={t.runs.summary}>
      <Facts
        facts={[
          [t.runs.bestValidationPSNR, best ? `${formatFixed(best.psnr, 2)} dB (epoch ${best.epoch})` : UNKNOWN],
          [t.runs.bestValidationSSIM, formatFixed(best?.ssim, 4)],
          [t.runs.epoch, `${run.epoch} of ${run.epochs}`],
          [t.runs.step, formatCount(run.step)],
          [t.runs.duration, formatDuration(run.durationSeconds)],
          [t.runs.made, formatMoment(run.createdAt)],
          [t.runs.network, `${run.network}, ${formatCount(run.parameters)} parameters`],
          [t.runs.device, run.device],
          [t.runs.peakMemory, formatBytes(run.peakMemoryBytes)],
          [
            t.common.name,
            <InlineText
              key="name"
              value={run.name}
              label={t.common.name}
              placeholder={t.runs.name}
              onSave={name => name !== '' && update.mutate({ id: run.id, name })}
            />,
          ],
          [
            t.runs.tags,
            <InlineText
              key="tags"
              value={run.tags.join(', ')}
              label={t.runs.tags}
              placeholder={t.runs.addTags}
              onSave={text => update.mutate({ id: run.id, tags: parseTags(text) })}
            />,
          ],
          [
            t.runs.notes,
            <InlineText
              key="notes"
              value={run.notes}
              label={t.runs.notes}
              placeholder={t.runs.addNotes}
              onSave={notes => update.mutate({ id: run.id, notes })}
            />,
          ],
        ]}
      />
    </Section>
  )
}

/** What a run took over of another one. */
const PARENT_ROLES = {
  'frozen-front': t.runs.frozenNetworkBeforeIt,
  start: t.runs.beganFromTheWeightsOf,
  features: t.runs.featuresJudgedBy,
} as const

/** Of an images' network its fields, of a classifier also which images of what classes it was trained on. */
function settingsOf({ config, classifier }: RunDetail) {
  if (classifier !== null) {
    const { presetId, stage, device, settings, classifier: network, images, classes } = classifier
    return { presetId, stage, device, settings, ...network, images: images.toUpperCase(), classes: classes.join(', ') }
  }
  if (config === null) return { presetId: '', device: '', stage: undefined, settings: null }
  const { presetId, stage, device, settings, network } = config
  return { presetId, stage, device, settings, ...network }
}

/** What was asked for, as it was resolved before the start. */
export function ConfigSection({ run }: { run: RunDetail }) {
  const { presetId, stage, device, settings, ...rest } = settingsOf(run)
  const parents = run.parents.map(
    ({ role, runId, runName, checkpoint }) =>
      [
        PARENT_ROLES[role],
        <MuiLink key={runId} component={Link} to={`/runs/${runId}`}>
          {t.runs.weights3(runName, checkpoint)}
        </MuiLink>,
      ] as const,
  )
  const group =
    run.groupId === null
      ? []
      : [
          [
            t.runs.startedWith,
            <MuiLink key="group" component={Link} to={`/groups/${run.groupId}`}>
              {t.runs.allRunsOfItsGroup}
            </MuiLink>,
          ] as const,
        ]
  return (
    <Section title={t.runs.settings}>
      <Facts
        facts={[
          ['recipe', presetId],
          ...(stage === undefined ? [] : [['stage', stage] as const]),
          ...parents,
          ...group,
          ['device', device],
          ...factsOf(rest),
          ...factsOf(settings ?? {}),
        ]}
      />
    </Section>
  )
}

/** The rest of what made the run: machine, versions, data. */
export function EnvironmentSection({ run }: { run: RunDetail }) {
  return (
    <Section title={t.runs.environmentAndData}>
      <Facts
        facts={[
          ...factsOf(run.environment),
          // Some of it stands with the environment already.
          ...factsOf(run.data).filter(([name]) => !(name in run.environment)),
          [t.runs.datasetSHA256, run.datasetHash],
          [t.runs.splitSHA256, run.splitHash],
        ]}
      />
    </Section>
  )
}
