import Box from '@mui/material/Box'
import Dialog from '@mui/material/Dialog'
import InputBase from '@mui/material/InputBase'
import Typography from '@mui/material/Typography'
import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useId, useState } from 'react'
import { useNavigate } from 'react-router'
import { errorFromCall } from '../../../main/contract/client.ts'
import { t } from '../../text/t.ts'
import { LOW } from '../../ui/cramped.ts'
import { api, client } from '../api.ts'
import { useActiveJobs } from '../jobs/useJobs.ts'
import { PAGES, SYSTEM_PAGES } from '../pages.ts'
import { showToast } from '../toasts.ts'
import { usePreferences } from '../usePreferences.ts'
import { type Command, findCommands } from './commands.ts'

/** What can be done from anywhere. */
function useActions(): readonly Command[] {
  const { change } = usePreferences()
  const { current } = useActiveJobs()
  const refused = (error: unknown) => showToast({ severity: 'error', message: errorFromCall(error).message })
  const action = (title: string, hint: string, to: () => void): Command => ({ kind: t.app.action, title, hint, to })
  return [
    action(t.app.darkTheme, t.app.themeHint, () => change({ appearance: 'dark' })),
    action(t.app.lightTheme, t.app.themeHint, () => change({ appearance: 'light' })),
    action(t.app.systemTheme, t.app.themeHint, () => change({ appearance: 'system' })),
    ...current.flatMap(({ id, title, status }) => [
      status === 'paused'
        ? action(t.app.resume, title, () => void client.jobs.resume({ id }).catch(refused))
        : action(t.app.pause, title, () => void client.jobs.pause({ id }).catch(refused)),
      action(t.common.stop, title, () => void client.jobs.stop({ id }).catch(refused)),
    ]),
  ]
}

function useCommands(): readonly Command[] {
  const actions = useActions()
  const datasets = useQuery(api.datasets.list.queryOptions())
  const runs = useQuery(api.runs.list.queryOptions({ input: { limit: 500 } }))
  return [
    ...[...PAGES, ...SYSTEM_PAGES].map(page => ({
      kind: t.app.page,
      title: page.title,
      hint: page.question,
      to: page.path,
    })),
    { kind: t.app.page, title: t.app.importImages, hint: t.app.makeADatasetOfFilesOrFolders, to: '/data/import' },
    ...actions,
    ...(datasets.data ?? []).map(({ id, name, samples }) => ({
      kind: t.app.dataset,
      title: name,
      hint: `${samples} samples`,
      to: `/data/${id}`,
    })),
    ...(runs.data?.runs ?? []).map(run => ({
      kind: t.app.run,
      title: run.name,
      hint: `${run.network}, ${run.datasetName}`,
      to: `/runs/${run.id}`,
    })),
  ]
}

/** Anything by its name, without the mouse: a text field and a list, by the ARIA combobox pattern. */
export function CommandPalette({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('')
  const [active, setActive] = useState(0)
  const listId = useId()
  const navigate = useNavigate()
  const found = findCommands(useCommands(), text).slice(0, 12)

  const go = (command: Command | undefined) => {
    if (command === undefined) return
    onClose()
    if (typeof command.to === 'string') void navigate(command.to)
    else command.to()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') go(found[active])
    else if (event.key === 'ArrowDown') setActive(Math.min(active + 1, found.length - 1))
    else if (event.key === 'ArrowUp') setActive(Math.max(active - 1, 0))
    else return
    event.preventDefault()
  }

  return (
    <Dialog
      open
      onClose={onClose}
      fullWidth
      maxWidth="sm"
      aria-label={t.app.goToAPageDatasetOrRun}
      sx={{ '& .MuiDialog-container': { alignItems: 'flex-start' } }}
      slotProps={{ paper: { sx: { mt: 10, [LOW]: { mt: 4 }, border: 1, borderColor: 'divider' } } }}
    >
      <InputBase
        autoFocus
        fullWidth
        value={text}
        placeholder={t.app.pageDatasetOrRun}
        onChange={event => {
          setText(event.target.value)
          setActive(0)
        }}
        onKeyDown={onKeyDown}
        slotProps={{
          input: {
            role: 'combobox',
            'aria-label': t.app.pageDatasetOrRun,
            'aria-expanded': true,
            'aria-controls': listId,
            'aria-activedescendant': found[active] === undefined ? undefined : `${listId}-${active}`,
            'aria-autocomplete': 'list',
          },
        }}
        sx={{ px: 2, py: 1, typography: 'body1', borderBottom: 1, borderColor: 'divider' }}
      />
      <Box component="ul" role="listbox" id={listId} aria-label={t.app.results} sx={{ listStyle: 'none', m: 0, p: 1 }}>
        {found.map((command, index) => (
          <Box
            component="li"
            key={`${command.kind} ${typeof command.to === 'string' ? command.to : command.title}`}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === active}
            onClick={() => go(command)}
            onMouseMove={() => setActive(index)}
            sx={{
              display: 'grid',
              gridTemplateColumns: '72px minmax(0, auto) minmax(0, 1fr)',
              gap: 1.5,
              alignItems: 'baseline',
              px: 1,
              py: 0.75,
              borderRadius: 1,
              cursor: 'pointer',
              '&[aria-selected="true"]': { bgcolor: 'action.selected' },
            }}
          >
            <Typography variant="caption" sx={{ color: 'text.secondary' }}>
              {command.kind}
            </Typography>
            <Typography variant="body2" noWrap>
              {command.title}
            </Typography>
            <Typography variant="caption" noWrap sx={{ color: 'text.secondary' }}>
              {command.hint}
            </Typography>
          </Box>
        ))}
      </Box>
      {found.length === 0 && (
        <Typography variant="body2" role="status" sx={{ px: 2, pb: 2, color: 'text.secondary' }}>
          {t.app.nothingIsCalledThat}
        </Typography>
      )}
    </Dialog>
  )
}
