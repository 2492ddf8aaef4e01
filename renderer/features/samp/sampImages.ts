import { api, client, queryClient } from '../../app/api.ts'
import { showToast } from '../../app/toasts.ts'
import { t } from '../../text/t.ts'
import { folderOf } from '../../ui/source/paths.ts'
import { viewPath } from '../view/viewAddress.ts'

let following: AbortController | null = null

/**
 * Tells of each image that DS9, TOPCAT or Aladin sends, with a link to look at it, until the hub or this page is gone.
 * Whoever joined the hub lets its programs name files: their folders may be read from then on.
 */
export async function followSampImages(): Promise<void> {
  if (following !== null) return
  const controller = new AbortController()
  following = controller
  try {
    for await (const { from, name, path, problem } of await client.samp.received(undefined, {
      signal: controller.signal,
    })) {
      if (path === null) {
        showToast({ severity: 'warning', message: problem ?? t.samp.sentWhichCannotBeOpened(from, name) })
        continue
      }
      await client.workspace.registerFolder({ path: folderOf(path) })
      await queryClient.invalidateQueries({ queryKey: api.workspace.folders.key() })
      showToast({
        severity: 'info',
        message: `${from} sent ${name}.`,
        link: { to: viewPath([path]), label: t.common.lookAtIt },
      })
    }
  } catch {
    // The connection to the core was lost: the status bar says so.
  } finally {
    following = null
  }
}
