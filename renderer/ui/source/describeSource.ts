import type { ImageSource } from '../../../main/contract/datasets.ts'
import { t } from '../../text/t.ts'
import { folderOf } from './paths.ts'

/** Where images come from, in a line. */
export function describeSource(source: ImageSource): string {
  switch (source.kind) {
    case 'folder':
      return source.path
    case 'files':
      return `${t.ui.files(source.paths.length)} of ${folderOf(source.paths[0] ?? '')}`
    case 'upload':
      return t.ui.droppedFiles
  }
}
