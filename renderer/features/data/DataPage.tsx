import AddIcon from '@mui/icons-material/AddOutlined'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { api } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { ButtonLink } from '../../ui/ButtonLink.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { Page } from '../../ui/Page.tsx'
import { DropTarget } from '../../ui/source/DropTarget.tsx'
import { DatasetTable, DatasetTableSkeleton } from './DatasetTable.tsx'

const importButton = (
  <ButtonLink to="/data/import" variant="contained" startIcon={<AddIcon />}>
    {t.data.importImages}
  </ButtonLink>
)

/** Every dataset of the workspace. */
export function DataPage() {
  const navigate = useNavigate()
  const datasets = useQuery(api.datasets.list.queryOptions())
  return (
    <DropTarget
      beside={{ invitation: t.common.lookAtIt, onUpload: ({ id }) => void navigate(`/view?upload=${id}`) }}
      invitation={t.data.importAsADataset}
      onUpload={upload =>
        void navigate(`/data/import?${new URLSearchParams({ upload: upload.id, name: upload.name })}`)
      }
    >
      <Page title={t.data.data} subtitle={t.data.areMyImagesRight} actions={importButton}>
        {datasets.isError && (
          <ErrorPanel
            error={datasets.error}
            doing={t.data.listingTheDatasets}
            onRetry={() => void datasets.refetch()}
          />
        )}
        {datasets.isPending && <DatasetTableSkeleton />}
        {datasets.data?.length === 0 && (
          <Empty
            title={t.data.noDatasetYet}
            actions={
              <>
                {importButton}
                <ButtonLink to="/simulate">{t.data.simulateLenses}</ButtonLink>
              </>
            }
          >
            {t.data.aDatasetIsASetOfLowResolution}
          </Empty>
        )}
        {datasets.data !== undefined && datasets.data.length > 0 && <DatasetTable datasets={datasets.data} />}
      </Page>
    </DropTarget>
  )
}
