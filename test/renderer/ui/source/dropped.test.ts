import { describe, expect, it } from 'vitest'
import { droppedName, filesUnder } from '../../../../renderer/ui/source/dropped.ts'

const file = (fullPath: string) =>
  ({
    isDirectory: false,
    name: fullPath.split('/').at(-1),
    fullPath,
    file: (resolve: (file: File) => void) => resolve(new File([fullPath], fullPath)),
  }) as FileSystemFileEntry

/** As browsers do it: at most `batch` entries a call, then an empty list. */
const folder = (fullPath: string, children: FileSystemEntry[], batch = 100) =>
  ({
    isDirectory: true,
    name: fullPath.split('/').at(-1),
    fullPath,
    createReader: () => {
      const left = [...children]
      return { readEntries: (resolve: (entries: FileSystemEntry[]) => void) => resolve(left.splice(0, batch)) }
    },
  }) as FileSystemDirectoryEntry

const paths = async (entries: FileSystemEntry[]) => (await filesUnder(entries)).map(({ path }) => path)

describe('dropped files', () => {
  it('are found to the end of every folder, beyond the first batch of its reader', async () => {
    const many = Array.from({ length: 250 }, (_, index) => file(`/set/LR/${index}.npy`))
    const found = await paths([folder('/set', [folder('/set/LR', many), file('/set/notes.txt')])])
    expect(found).toEqual([...many.map(({ fullPath }) => fullPath.slice(1)), 'set/notes.txt'])
  })
  it('leave out what is hidden', async () => {
    expect(
      await paths([file('/.DS_Store'), folder('/.git', [file('/.git/a')]), file('/Thumbs.db'), file('/a.fits')]),
    ).toEqual(['a.fits'])
  })
  it('are refused above 20,000, with another way to go', async () => {
    const tooMany = Array.from({ length: 20_001 }, (_, index) => file(`/set/${index}.npy`))
    await expect(filesUnder([folder('/set', tooMany)])).rejects.toThrow(/Give the path of their folder/)
  })
  it('are called by the folder that holds all of them', () => {
    const named = (...all: string[]) => droppedName(all.map(path => ({ path, file: new File([], path) })))
    expect([
      named('set/LR/1.npy', 'set/HR/1.npy'),
      named('LR/1.npy', 'HR/1.npy'),
      named('lens.01.fits'),
      named('a.npy', 'b.npy'),
    ]).toEqual(['set', 'Dropped images', 'lens.01', 'Dropped images'])
  })
})
