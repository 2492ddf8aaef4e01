import { FitsStructure } from 'fits-reader/dist/fits-structure.js'
import { describe, expect, it } from 'vitest'
import { writeFitsImage } from '../../../main/formats/fits/write.ts'
import { noTestData, testData } from '../../support/testData.ts'
import { READERS } from './fitsReaders.ts'
import { judgedFiles, outcomeOf } from './judge.ts'
import { documentedTable, readerTable } from './readerTable.ts'

it('the independent reader fits-reader finds our size and our pixels in what we write', () => {
  const image = { width: 3, height: 2, data: Float32Array.from([1, -2.5, 3e-8, 4, 5e6, 0]) }
  const structure = new FitsStructure(Buffer.from(writeFitsImage({ image })))
  expect([structure.numAxis(), structure.sizeAxis(1), structure.sizeAxis(2)]).toEqual([2, 3, 2])
  expect(structure.getMetadataValue('BITPIX')).toBe('-32')
  expect(structure.getDataValues().slice(0, 6)).toEqual(Array.from(image.data))
})

describe.skipIf(testData === undefined)(`readers of FITS on the test files${noTestData}`, () => {
  const files = testData === undefined ? [] : judgedFiles()
  const [subarc, ...others] = READERS

  it('Subarc reads every one right', async () => {
    const wrong: string[] = []
    for (const file of files) if (!file.isRight(await outcomeOf(subarc, file.path))) wrong.push(file.path)
    expect(wrong).toEqual([])
  })

  it.each(others)('$name agrees with Subarc on every image that it reads right', async reader => {
    let compared = 0
    for (const file of files) {
      const outcome = await outcomeOf(reader, file.path)
      if (outcome instanceof Error || !file.isRight(outcome)) continue
      const ours = await outcomeOf(subarc, file.path)
      if (ours instanceof Error) throw ours
      for (const [i, { pixels }] of outcome.entries()) {
        if (pixels === undefined || ours[i].pixels === undefined) continue
        expect(pixels, file.path).toEqual(ours[i].pixels)
        compared += 1
      }
    }
    expect(compared).toBeGreaterThan(30)
  })

  it('the table of docs/fits.md is that of today', async () => {
    expect(documentedTable()).toBe(await readerTable())
  })
})
