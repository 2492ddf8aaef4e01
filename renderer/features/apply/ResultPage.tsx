import Button from '@mui/material/Button'
import LinearProgress from '@mui/material/LinearProgress'
import Stack from '@mui/material/Stack'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import { applyImageRef } from '../../../main/contract/images.ts'
import { AppError } from '../../../main/domain/errors.ts'
import { api } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { ButtonLink } from '../../ui/ButtonLink.tsx'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { UNKNOWN } from '../../ui/format.ts'
import { Page } from '../../ui/Page.tsx'
import { FloatViewer } from '../../viewer/FloatViewer.tsx'
import { useFloatImages } from '../../viewer/useFloatImages.ts'
import { useViewInAddress } from '../../viewer/useViewInAddress.ts'
import { ViewerHint } from '../../viewer/ViewerHint.tsx'
import { ViewerToolbar } from '../../viewer/ViewerToolbar.tsx'
import { resultPanels, resultWcs } from './resultPanels.ts'

const LAYERS = ['input', 'bicubic', 'output'] as const

const MISSING = new AppError('not-found', t.apply.thereIsNoResultOfThisImageIt)

/** One super-resolved image beside its input and plain interpolation. */
export function ResultPage() {
  const { id = '', item: itemText = '' } = useParams()
  const [query] = useSearchParams()
  const navigate = useNavigate()
  const [view, setView] = useViewInAddress()
  const index = Number(itemText)
  const record = useQuery(api.apply.get.queryOptions({ input: { id } }))
  const item = record.data?.items[index]
  const done = record.data?.items.filter(({ status }) => status === 'done').map(other => other.index) ?? []
  const at = done.indexOf(index)
  const headers = useQuery(
    api.apply.headers.queryOptions({ input: { id, item: index }, enabled: item?.status === 'done', retry: false }),
  )
  const results = useFloatImages(item?.status === 'done' ? LAYERS.map(layer => applyImageRef(id, index, layer)) : [])
  const failed = results.find(result => result.error)
  const [input, bicubic, output] = results.map(result => result.data)
  const factor = item?.inputSize && item.outputSize ? item.outputSize.width / item.inputSize.width : 1
  const sky = useMemo(() => resultWcs(headers.data, factor), [headers.data, factor])
  const panels = useMemo(
    () => (input && bicubic && output ? resultPanels({ input, bicubic, output }, sky) : []),
    [input, bicubic, output, sky],
  )
  const go = (other: number | undefined) => other !== undefined && navigate(`/apply/${id}/${other}?${query}`)
  const error = record.error ?? failed?.error
  return (
    <Page
      title={item?.name ?? t.apply.superResolvedImage}
      subtitle={t.apply.inputPlainInterpolationAndWhat}
      actions={
        <>
          <Button color="secondary" disabled={at <= 0} onClick={() => go(done[at - 1])}>
            {t.apply.previous}
          </Button>
          <Button color="secondary" disabled={at < 0 || at >= done.length - 1} onClick={() => go(done[at + 1])}>
            {t.apply.next}
          </Button>
          <ButtonLink to={`/apply/${id}`} variant="outlined">
            {t.apply.allResults}
          </ButtonLink>
        </>
      }
    >
      {error && <ErrorPanel error={error} doing={t.apply.loadingTheImages} onRetry={() => void record.refetch()} />}
      {!error && record.data && item?.status !== 'done' && (
        <ErrorPanel error={MISSING} doing={t.apply.loadingTheImages} />
      )}
      {results.some(result => result.isPending) && <LinearProgress aria-label={t.apply.loadingTheImages} />}
      {panels.length > 0 && (
        <Stack sx={{ gap: 2 }}>
          <ViewerToolbar view={view} onView={setView} panels={panels} />
          <FloatViewer
            label={t.apply.image(item?.name ?? UNKNOWN)}
            panels={panels}
            view={view}
            onView={setView}
            columns={Math.min(3, panels.length)}
            aspect={(input?.height ?? 1) / (input?.width ?? 1)}
          />
          <ViewerHint problem={sky.problem} />
        </Stack>
      )}
    </Page>
  )
}
