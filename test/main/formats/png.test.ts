import { PNG } from 'pngjs'
import { expect, it } from 'vitest'
import { encodePng } from '../../../main/formats/png.ts'

const rgba = (bytes: Uint8Array) => [...PNG.sync.read(Buffer.from(bytes)).data]

it('a red-green-blue buffer is encoded pixel for pixel, top row first', () => {
  const data = Uint8Array.from([255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 8, 7])
  const png = encodePng({ width: 2, height: 2, channels: 3, data })
  expect(rgba(png)).toEqual([255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 9, 8, 7, 255])
})

it('a greyscale buffer is encoded as one channel of 8 bits', () => {
  const png = encodePng({ width: 3, height: 1, channels: 1, data: Uint8Array.from([0, 128, 255]) })
  expect([png[24], png[25]]).toEqual([8, 0])
  expect(rgba(png)).toEqual([0, 0, 0, 255, 128, 128, 128, 255, 255, 255, 255, 255])
})

it('a buffer of the wrong length is a mistake of the caller', () => {
  expect(() => encodePng({ width: 3, height: 1, channels: 3, data: new Uint8Array(3) })).toThrow(/need 9 bytes, got 3/)
})
