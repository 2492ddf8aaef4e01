import { responseError } from '../responseError.ts'
import type { DroppedFile } from './dropped.ts'

export interface UploadProgress {
  readonly files: number
  readonly totalFiles: number
  readonly bytes: number
  readonly totalBytes: number
}

/** Enough to keep a loopback connection busy without opening thousands at once. */
const AT_ONCE = 4

const encodePath = (path: string) => path.split('/').map(encodeURIComponent).join('/')

async function sendFile(uploadId: string, { path, file }: DroppedFile, signal: AbortSignal): Promise<void> {
  const response = await fetch(`/upload/${uploadId}/${encodePath(path)}`, { method: 'POST', body: file, signal })
  if (!response.ok) throw await responseError(response)
}

/** Sends files into an upload that was begun; stops at the first that is refused, and when the signal aborts. */
export async function sendFiles(
  uploadId: string,
  files: readonly DroppedFile[],
  options: { signal: AbortSignal; onProgress: (progress: UploadProgress) => void },
): Promise<void> {
  const totalBytes = files.reduce((sum, { file }) => sum + file.size, 0)
  const waiting = [...files]
  let sent = 0
  let bytes = 0
  const sendWaiting = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      await sendFile(uploadId, next, options.signal)
      sent += 1
      bytes += next.file.size
      options.onProgress({ files: sent, totalFiles: files.length, bytes, totalBytes })
    }
  }
  try {
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, files.length) }, sendWaiting))
  } catch (error) {
    waiting.length = 0
    throw error
  }
}
