import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { placeProducts, productStems, refuseNewFiles } from '../../../../main/services/apply/places.ts'
import { temporaryFolder, writeTestFile } from '../../../support/core.ts'

const folder = temporaryFolder('places')
afterAll(() => folder.remove())
for (const name of ['a_sr.fits', 'a_sr.png', 'a_sr-2.fits', 'b_sr.png']) writeTestFile(join(folder.path, name), 'mine')

const at = (name: string) => join(folder.path, name)
const formats = ['fits', 'png'] as const
const place = (stem: string, existing: 'refuse' | 'skip' | 'rename' | 'overwrite', own: string[] = [], reserved = '') =>
  placeProducts({ folder: folder.path, stem, formats, existing, own }, new Set([reserved]))

describe('where products go', () => {
  it('is where the template says while nothing is there', async () => {
    for (const existing of ['refuse', 'skip', 'rename', 'overwrite'] as const)
      expect(await place('c_sr', existing)).toEqual({
        files: { fits: at('c_sr.fits'), png: at('c_sr.png') },
        existing: {},
      })
  })

  it('is refused where a file is there, unless it is said what to do', async () => {
    await expect(place('b_sr', 'refuse')).rejects.toThrow(
      /b_sr.png exists already. Choose to skip, rename or overwrite/,
    )
    expect((await place('b_sr', 'overwrite')).files).toEqual({ fits: at('b_sr.fits'), png: at('b_sr.png') })
    expect(await place('b_sr', 'skip')).toEqual({ files: { fits: at('b_sr.fits') }, existing: { png: at('b_sr.png') } })
    expect(await place('a_sr', 'skip')).toEqual({
      files: {},
      existing: { fits: at('a_sr.fits'), png: at('a_sr.png') },
    })
  })

  it('gets the next free number where it is to be renamed, the same for all formats', async () => {
    expect((await place('a_sr', 'rename')).files).toEqual({ fits: at('a_sr-3.fits'), png: at('a_sr-3.png') })
    const reserved = at('a_sr-3.png').toLowerCase()
    expect((await place('a_sr', 'rename', [], reserved)).files.fits).toBe(at('a_sr-4.fits'))
  })

  it('may be taken by what the same work has made before it was broken off', async () => {
    const own = [at('b_sr.png')]
    expect((await place('b_sr', 'refuse', own)).existing).toEqual({})
  })

  it('is looked at again before anything is written', async () => {
    const chosen = await place('d_sr', 'refuse')
    await refuseNewFiles(chosen, [])
    writeTestFile(at('d_sr.png'), 'mine')
    await expect(refuseNewFiles(chosen, [])).rejects.toThrow(/d_sr.png exists already/)
    expect(readdirSync(folder.path)).not.toContain('d_sr.fits')
  })
})

describe('the names of a batch', () => {
  const values = { run: 'r', runid: 'run-1', checkpoint: 'best', factor: '2', date: '2026-03-14' }

  it('are counted with as many digits as the last one has', () => {
    const names = Array.from({ length: 12 }, (_, i) => `lens${i}`)
    const stems = productStems('{index}_{name}', names, values)
    expect([stems[0], stems[11]]).toEqual(['01_lens0', '12_lens11'])
  })

  it('all differ, whatever the template makes of them', () => {
    expect(productStems('{name}{index}', ['a1', 'a'], values)).toEqual(['a11', 'a2'])
    expect(productStems('{name}', ['Lens', 'lens', 'LENS'], values)).toEqual(['Lens', 'lens-2', 'LENS-3'])
  })
})
