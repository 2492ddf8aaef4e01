import type { ImageSource } from '../../../main/contract/datasets.ts'
import { plural } from '../format.ts'
import { folderOf } from './paths.ts'

/** Where images come from, in a line. */
export function describeSource(source: ImageSource): string {
  switch (source.kind) {
    case 'folder':
      return source.path
    case 'files':
      return `${plural(source.paths.length, 'file')} of ${folderOf(source.paths[0] ?? '')}`
    case 'upload':
      return 'Dropped files'
  }
}
