import { useEffect } from 'react'
import { useNavigate } from 'react-router'
import { errorFromCall } from '../../main/contract/client.ts'
import { t } from '../text/t.ts'
import { droppedFiles } from '../ui/source/dropped.ts'
import { sendFiles } from '../ui/source/upload.ts'
import { client } from './api.ts'
import { showToast } from './toasts.ts'

/** Uploads what was dropped; the id of the upload. */
async function takeIn(transfer: DataTransfer): Promise<string> {
  const files = await droppedFiles(transfer)
  const { id } = await client.datasets.beginUpload()
  await sendFiles(id, files, { signal: new AbortController().signal, onProgress: () => undefined })
  return id
}

/** Files that are dropped where no page takes them are looked at; without this the browser would leave for them. */
export function useStrayDrops(): void {
  const navigate = useNavigate()
  useEffect(() => {
    const isStray = (event: DragEvent) => !event.defaultPrevented && event.dataTransfer?.types.includes('Files')
    const onDragOver = (event: DragEvent) => {
      if (isStray(event)) event.preventDefault()
    }
    const onDrop = (event: DragEvent) => {
      if (!isStray(event) || event.dataTransfer === null) return
      event.preventDefault()
      showToast({ severity: 'info', message: t.app.openingWhatWasDropped })
      takeIn(event.dataTransfer).then(
        id => void navigate(`/view?upload=${id}`),
        error => showToast({ severity: 'error', message: errorFromCall(error).message }),
      )
    }
    window.addEventListener('dragover', onDragOver)
    window.addEventListener('drop', onDrop)
    return () => {
      window.removeEventListener('dragover', onDragOver)
      window.removeEventListener('drop', onDrop)
    }
  }, [navigate])
}
