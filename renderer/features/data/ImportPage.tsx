import Button from '@mui/material/Button'
import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import type { ImageSource } from '../../../main/contract/datasets.ts'
import type { Job } from '../../../main/contract/jobs.ts'
import type { PlaneRoles } from '../../../main/contract/planes.ts'
import { api } from '../../app/api.ts'
import { JobProgress } from '../../app/jobs/JobProgress.tsx'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { Page } from '../../ui/Page.tsx'
import { Section } from '../../ui/Section.tsx'
import { DropTarget } from '../../ui/source/DropTarget.tsx'
import { describeSource } from '../../ui/source/describeSource.ts'
import { SourcePicker } from '../../ui/source/SourcePicker.tsx'
import { Grouping } from './import/Grouping.tsx'
import { ImportForm } from './import/ImportForm.tsx'
import { ScanResult, ScanSkeleton } from './import/ScanResult.tsx'

function Found({ source, name }: { source: ImageSource; name: string | null }) {
  const navigate = useNavigate()
  const [started, setStarted] = useState<Job | null>(null)
  const [roles, setRoles] = useState<PlaneRoles>({})
  const [qualityBits, setQualityBits] = useState('')
  const scan = useQuery(
    api.datasets.scan.queryOptions({
      input: { source, roles },
      staleTime: 0,
      gcTime: 0,
      // A changed role looks again; meanwhile what was found before stays in place.
      placeholderData: keepPreviousData,
    }),
  )
  if (scan.isError) {
    return (
      <>
        <ErrorPanel error={scan.error} doing={t.data.lookingAtTheImages} onRetry={() => void scan.refetch()} />
        {Object.keys(roles).length > 0 && <Button onClick={() => setRoles({})}>{t.data.undoTheChosenRoles}</Button>}
      </>
    )
  }
  if (scan.isPending) return <ScanSkeleton />
  if (started !== null) {
    return (
      <Section title={t.data.import}>
        <JobProgress job={started} onDone={job => void navigate(`/data/${job.subjectId ?? ''}`, { replace: true })} />
      </Section>
    )
  }
  const { kinds, pairs, suggestedName } = scan.data
  const grouping = { kinds, roles, qualityBits, onRoles: setRoles, onQualityBits: setQualityBits }
  return (
    <>
      <ScanResult scan={scan.data} grouping={<Grouping {...grouping} />} />
      {pairs.length > 0 && (
        <ImportForm
          source={source}
          scan={scan.data}
          roles={roles}
          qualityBits={qualityBits}
          firstName={name ?? suggestedName}
          onStarted={setStarted}
        />
      )}
    </>
  )
}

/** From images on disk to a dataset, in one column: where they are, what was found, what they are, Import. */
export function ImportPage() {
  const [query, setQuery] = useSearchParams()
  const [files, setFiles] = useState<ImageSource | null>(null)
  const folder = query.get('folder')
  const upload = query.get('upload')
  const fromAddress: ImageSource | null =
    upload !== null ? { kind: 'upload', id: upload } : folder !== null ? { kind: 'folder', path: folder } : null
  const source = files ?? fromAddress

  const choose = (chosen: ImageSource) => {
    setFiles(chosen.kind === 'files' ? chosen : null)
    setQuery(chosen.kind === 'folder' ? { folder: chosen.path } : chosen.kind === 'upload' ? { upload: chosen.id } : {})
  }
  const startAgain = () => {
    setFiles(null)
    setQuery({})
  }

  return (
    <DropTarget
      invitation={t.data.dropFilesOrFoldersToImportThem}
      onUpload={({ id, name }) => {
        setFiles(null)
        setQuery({ upload: id, name })
      }}
    >
      <Page title={t.data.importImages} subtitle={t.data.filesAreReadWhereTheyAreThey}>
        <Stack sx={{ gap: 2, maxWidth: 960, width: '100%' }}>
          {source === null ? (
            <Section title={t.data.whereAreTheImages}>
              <SourcePicker useLabel={t.data.lookAtThisFolder} onChoose={choose} />
            </Section>
          ) : (
            <>
              <Stack direction="row" sx={{ gap: 1, alignItems: 'center', justifyContent: 'space-between' }}>
                <Typography variant="body2" noWrap sx={{ direction: 'ltr' }}>
                  {describeSource(source)}
                </Typography>
                <Button onClick={startAgain}>{t.common.chooseOthers}</Button>
              </Stack>
              <Found key={JSON.stringify(source)} source={source} name={query.get('name')} />
            </>
          )}
        </Stack>
      </Page>
    </DropTarget>
  )
}
