import AddIcon from '@mui/icons-material/AddOutlined'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { api } from '../../app/api.ts'
import { ButtonLink } from '../../ui/ButtonLink.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { Page } from '../../ui/Page.tsx'
import { DropTarget } from '../../ui/source/DropTarget.tsx'
import { DatasetTable, DatasetTableSkeleton } from './DatasetTable.tsx'

const importButton = (
  <ButtonLink to="/data/import" variant="contained" startIcon={<AddIcon />}>
    Import images
  </ButtonLink>
)

/** Every dataset of the workspace. */
export function DataPage() {
  const navigate = useNavigate()
  const datasets = useQuery(api.datasets.list.queryOptions())
  return (
    <DropTarget
      beside={{ invitation: 'Look at it', onUpload: ({ id }) => void navigate(`/view?upload=${id}`) }}
      invitation="Import as a dataset"
      onUpload={upload =>
        void navigate(`/data/import?${new URLSearchParams({ upload: upload.id, name: upload.name })}`)
      }
    >
      <Page title="Data" subtitle="Are my images right?" actions={importButton}>
        {datasets.isError && (
          <ErrorPanel error={datasets.error} doing="Listing the datasets" onRetry={() => void datasets.refetch()} />
        )}
        {datasets.isPending && <DatasetTableSkeleton />}
        {datasets.data?.length === 0 && (
          <Empty
            title="No dataset yet"
            actions={
              <>
                {importButton}
                <ButtonLink to="/simulate">Simulate lenses</ButtonLink>
              </>
            }
          >
            A dataset is a set of low-resolution images and, to train on, the high-resolution image of each. Drop a
            folder with FITS, NPY, NPZ, HDF5 or TIFF files anywhere here, or simulate lenses.
          </Empty>
        )}
        {datasets.data !== undefined && datasets.data.length > 0 && <DatasetTable datasets={datasets.data} />}
      </Page>
    </DropTarget>
  )
}
