import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ApplySource, inputItems } from '../../../../main/services/apply/items.ts'
import type { ServiceContext } from '../../../../main/services/context.ts'
import { createFolders } from '../../../../main/services/folders.ts'
import type { DatasetAccess } from '../../../../main/services/training/datasetAccess.ts'
import { createUploads } from '../../../../main/services/uploads.ts'
import { openWorkspace, type Workspace } from '../../../../main/workspace/workspace.ts'
import { blob, temporaryFolder, writeTestFile, writeTestImage } from '../../../support/core.ts'
import { multiExtensionFits } from '../../../support/multiExtension.ts'

let folder: ReturnType<typeof temporaryFolder>
let workspace: Workspace
beforeEach(() => {
  folder = temporaryFolder('items')
  workspace = openWorkspace(join(folder.path, 'workspace'))
})
afterEach(() => {
  workspace.close()
  folder.remove()
})

async function items(source: ApplySource) {
  const now = () => new Date()
  const parts = { folders: createFolders({ workspace, host: 'cli', now }), uploads: createUploads(workspace, now) }
  return inputItems(parts as ServiceContext, {} as DatasetAccess, source)
}

describe('the images to super-resolve', () => {
  it('of a folder are its images, without their noise maps, masks and PSFs', async () => {
    for (const name of ['data', 'noise_map', 'psf', 'mask'])
      writeTestImage(join(folder.path, 'in', `${name}.npy`), 8, blob(8))
    const found = await items({ kind: 'folder', path: join(folder.path, 'in') })
    expect(found.map(({ input }) => basename(input))).toEqual(['data.npy'])
  })

  it('chosen one by one are all that were chosen', async () => {
    const paths = ['data', 'noise_map'].map(name => join(folder.path, 'in', `${name}.npy`))
    for (const path of paths) writeTestImage(path, 8, blob(8))
    expect(await items({ kind: 'files', paths })).toHaveLength(2)
  })

  it('of a file of several extensions is the one that is named so', async () => {
    const error = new Float32Array(64).fill(1)
    const file = multiExtensionFits([
      { name: 'ERR', width: 8, data: error },
      { name: 'SCI', width: 8, data: blob(8) },
    ])
    writeTestFile(join(folder.path, 'in', 'lens.fits'), file)
    const [item] = await items({ kind: 'folder', path: join(folder.path, 'in') })
    expect((await item.read()).image.data).toEqual(blob(8))
  })
})
