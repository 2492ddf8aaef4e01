import ExpandIcon from '@mui/icons-material/ExpandMoreOutlined'
import Accordion from '@mui/material/Accordion'
import AccordionDetails from '@mui/material/AccordionDetails'
import AccordionSummary from '@mui/material/AccordionSummary'
import Button from '@mui/material/Button'
import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import type { ReactNode } from 'react'
import type { ClassifierConfig } from '../../../main/contract/classifiers.ts'
import { trainablePart } from '../../../main/contract/networks.ts'
import type { RecipeStage } from '../../../main/contract/recipes.ts'
import type { TrainingConfig } from '../../../main/contract/training.ts'
import { t } from '../../text/t.ts'
import { FieldGrid } from '../../ui/FieldGrid.tsx'
import { type FieldSpec, networkFields, stageFields } from './fields.ts'
import { type FieldValue, type StageEdits, withKind } from './request.ts'
import { ScheduleFields } from './ScheduleFields.tsx'
import { SettingField } from './SettingField.tsx'

interface AllSettingsProps {
  readonly stage: RecipeStage
  readonly config: TrainingConfig | ClassifierConfig
  readonly reasons: Readonly<Record<string, string>>
  readonly edits: StageEdits
  readonly onEdits: (edits: StageEdits) => void
  /** Above the fields: which stage they are of. */
  readonly children?: ReactNode
}

/** Every field of the configuration that a start would use, each with its reason. */
export function AllSettings({ stage, config, reasons, edits, onEdits, children }: AllSettingsProps) {
  const changes = Object.keys(edits.changes).length + (edits.schedule === null ? 0 : 1)
  const fields = stageFields(stage)
  const network = config.task === 'classify' ? null : trainablePart(config.network)
  // While another stage's configuration is still looked up, the one before is not its affair.
  const isOfStage = (config.task === 'classify') === (stage.task === 'classify')
  const model = config.task === 'classify' ? config.classifier : network
  const resolved: Readonly<Record<string, unknown>> = isOfStage ? { ...model, ...config.settings } : {}
  const modelFields = network !== null && isOfStage ? networkFields(network.kind) : fields.model
  const changed = (key: FieldSpec['key'], value: FieldValue): StageEdits =>
    key === 'kind' ? withKind(edits, value) : { ...edits, changes: { ...edits.changes, [key]: value } }
  const field = (spec: FieldSpec) => (
    <SettingField
      key={spec.key}
      spec={spec}
      value={spec.key in edits.changes ? edits.changes[spec.key] : (resolved[spec.key] as FieldValue | undefined)}
      reason={spec.key in edits.changes ? t.train.changedByYou : reasons[spec.key]}
      onChange={value => onEdits(changed(spec.key, value))}
    />
  )
  return (
    <Accordion
      variant="outlined"
      disableGutters
      slotProps={{ heading: { component: 'h2' }, transition: { unmountOnExit: true } }}
    >
      <AccordionSummary id="all-settings" expandIcon={<ExpandIcon />}>
        <Typography component="span" variant="h3">
          {t.train.allSettings}
          {changes > 0 && t.train.changed(changes)}
        </Typography>
      </AccordionSummary>
      <AccordionDetails>
        <Stack sx={{ gap: 2 }}>
          {children}
          <Typography variant="h3">{t.train.training}</Typography>
          <FieldGrid minWidth={220}>
            {fields.settings.map(field)}
            <ScheduleFields
              schedule={edits.schedule ?? config.settings.schedule}
              reason={edits.schedule === null ? reasons.schedule : t.train.changedByYou}
              onChange={schedule => onEdits({ ...edits, schedule })}
            />
          </FieldGrid>
          <Typography variant="h3">{stage.task === 'classify' ? t.train.classifier : t.train.network}</Typography>
          <FieldGrid minWidth={220}>{modelFields.map(field)}</FieldGrid>
          <Button
            disabled={changes === 0}
            onClick={() => onEdits({ changes: {}, schedule: null })}
            sx={{ alignSelf: 'flex-start' }}
          >
            {t.train.takeBackAllChanges}
          </Button>
        </Stack>
      </AccordionDetails>
    </Accordion>
  )
}
