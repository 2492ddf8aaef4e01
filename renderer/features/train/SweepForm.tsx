import DeleteIcon from '@mui/icons-material/DeleteOutlined'
import ExpandIcon from '@mui/icons-material/ExpandMoreOutlined'
import Accordion from '@mui/material/Accordion'
import AccordionDetails from '@mui/material/AccordionDetails'
import AccordionSummary from '@mui/material/AccordionSummary'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import FormControlLabel from '@mui/material/FormControlLabel'
import IconButton from '@mui/material/IconButton'
import MenuItem from '@mui/material/MenuItem'
import Stack from '@mui/material/Stack'
import Switch from '@mui/material/Switch'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { skipToken, useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { RecipeRequest } from '../../../main/contract/groups.ts'
import type { Recipe } from '../../../main/contract/recipes.ts'
import { api, queryClient } from '../../app/api.ts'
import { jobFeed } from '../../app/jobs/useJobs.ts'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { NumberField } from '../../ui/NumberField.tsx'
import { useDebounced } from '../../ui/useDebounced.ts'
import { MemoryRefusal } from './MemoryRefusal.tsx'
import { type AxisDraft, emptySweep, type SweepDraft, sweepFields, sweepRequest } from './sweep.ts'

const FIRST_DRAWS = 10

interface SweepFormProps {
  readonly recipe: Recipe
  /** What is trained apart from the swept fields. */
  readonly request: RecipeRequest
  readonly isUsable: boolean
}

/** Several values of the recipe's fields, and several seeds, as one queue. */
export function SweepForm({ recipe, request, isUsable }: SweepFormProps) {
  const [draft, setDraft] = useState<SweepDraft>(emptySweep)
  const navigate = useNavigate()
  const sweep = sweepRequest(request, draft)
  const settled = useDebounced(JSON.stringify(sweep), 300)
  const plan = useQuery(
    api.groups.planSweep.queryOptions({ input: settled === 'null' ? skipToken : JSON.parse(settled), retry: false }),
  )
  const start = useMutation(
    api.groups.startSweep.mutationOptions({
      onSuccess: ({ job, groupId }) => {
        jobFeed.note(job)
        void queryClient.invalidateQueries({ queryKey: api.groups.key() })
        void navigate(`/groups/${groupId}`)
      },
    }),
  )
  const setAxis = (place: number, axis: AxisDraft) =>
    setDraft({ ...draft, axes: draft.axes.map((other, i) => (i === place ? axis : other)) })
  return (
    <Accordion
      variant="outlined"
      disableGutters
      sx={{ mt: 2 }}
      slotProps={{ heading: { component: 'h2' }, transition: { unmountOnExit: true } }}
    >
      <AccordionSummary id="sweep" expandIcon={<ExpandIcon />}>
        <Typography component="span" variant="h3">
          {t.train.sweepTrySeveralValues}
        </Typography>
      </AccordionSummary>
      <AccordionDetails>
        <Stack sx={{ gap: 2 }}>
          <Typography variant="body2" sx={{ color: 'text.secondary' }}>
            {t.train.trainsThisRecipeOnceForEach}
            {draft.random !== null && t.train.orAsARange1e5To1e2}.
          </Typography>
          {draft.axes.map((axis, i) => (
            <AxisFields
              // biome-ignore lint/suspicious/noArrayIndexKey: a row is known by its place alone, which it keeps
              key={i}
              number={i + 1}
              recipe={recipe}
              axis={axis}
              onChange={changed => setAxis(i, changed)}
              onRemove={() => setDraft({ ...draft, axes: draft.axes.filter((_, place) => place !== i) })}
            />
          ))}
          <Button
            color="secondary"
            onClick={() => setDraft({ ...draft, axes: [...draft.axes, { field: '', text: '' }] })}
            sx={{ alignSelf: 'flex-start' }}
          >
            {t.train.addAField}
          </Button>
          <NumberField
            label={t.train.seedsOfEachCombination}
            integer
            min={1}
            max={100}
            value={draft.seeds}
            helper={t.train.severalShowHowMuchOfA}
            onChange={seeds => setDraft({ ...draft, seeds })}
          />
          <FormControlLabel
            control={
              <Switch
                size="small"
                checked={draft.random !== null}
                onChange={event => setDraft({ ...draft, random: event.target.checked ? FIRST_DRAWS : null })}
              />
            }
            label={t.train.drawCombinationsAtRandom}
          />
          {draft.random !== null && (
            <NumberField
              label={t.train.draws}
              integer
              min={1}
              max={1000}
              value={draft.random}
              onChange={random => setDraft({ ...draft, random: random ?? Number.NaN })}
            />
          )}
          {plan.error && <ErrorPanel error={plan.error} doing={t.train.planningTheSweep} />}
          {start.error && (
            <MemoryRefusal
              error={start.error}
              doing={t.train.startingTheSweep}
              onInsist={() => sweep && start.mutate({ ...sweep, ignoreMemory: true })}
            />
          )}
          <Typography variant="body2" role="status" sx={{ minHeight: 20 }}>
            {sweep && plan.data && !plan.error
              ? `${t.train.runs(plan.data.runs)}: ${t.train.combinations(plan.data.combinations.length)}, ${t.train.seeds(plan.data.seeds.length)}.`
              : t.train.chooseAFieldAndTheValuesToTry}
          </Typography>
          <Button
            variant="outlined"
            disabled={!sweep || !isUsable || plan.error !== null || start.isPending}
            onClick={() => sweep && start.mutate(sweep)}
          >
            {t.train.startTheSweep}
          </Button>
        </Stack>
      </AccordionDetails>
    </Accordion>
  )
}

interface AxisFieldsProps {
  readonly number: number
  readonly recipe: Recipe
  readonly axis: AxisDraft
  readonly onChange: (axis: AxisDraft) => void
  readonly onRemove: () => void
}

function AxisFields({ number, recipe, axis, onChange, onRemove }: AxisFieldsProps) {
  const fields = sweepFields(recipe)
  const known = fields.some(({ path }) => path === axis.field)
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr) auto', gap: 1 }}>
      <TextField
        select
        label={t.train.field(number)}
        value={known ? axis.field : ''}
        onChange={event => onChange({ ...axis, field: event.target.value })}
      >
        {fields.map(({ path, label }) => (
          <MenuItem key={path} value={path}>
            {label}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        label={t.train.valuesOfField(number)}
        value={axis.text}
        onChange={event => onChange({ ...axis, text: event.target.value })}
        slotProps={{ htmlInput: { autoComplete: 'off', spellCheck: false } }}
      />
      <IconButton aria-label={t.train.removeField(number)} onClick={onRemove} sx={{ alignSelf: 'center' }}>
        <DeleteIcon />
      </IconButton>
    </Box>
  )
}
