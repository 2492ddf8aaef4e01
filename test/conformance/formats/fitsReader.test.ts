import { FitsStructure } from 'fits-reader/dist/fits-structure.js'
import { expect, it } from 'vitest'
import { writeFitsImage } from '../../../main/formats/fits/write.ts'

it('the independent reader fits-reader finds our size and our pixels in what we write', () => {
  const image = { width: 3, height: 2, data: Float32Array.from([1, -2.5, 3e-8, 4, 5e6, 0]) }
  const structure = new FitsStructure(Buffer.from(writeFitsImage({ image })))
  expect([structure.numAxis(), structure.sizeAxis(1), structure.sizeAxis(2)]).toEqual([2, 3, 2])
  expect(structure.getMetadataValue('BITPIX')).toBe('-32')
  // Its blocks are counted from 1: the header is the first.
  const block = structure.getDataBlock(1 + structure.getNumHeaderBlocks())
  const pixels = Array.from({ length: 6 }, (_, i) => block.readFloatBE(4 * i))
  expect(pixels).toEqual(Array.from(image.data))
})
