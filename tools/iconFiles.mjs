/** Windows' .ico with PNG images inside (since Vista): a directory of 16 bytes an image, then the images. */
export function icoFile(images) {
  const header = Buffer.alloc(6 + 16 * images.length)
  header.writeUInt16LE(1, 2)
  header.writeUInt16LE(images.length, 4)
  let offset = header.length
  for (const [index, { side, png }] of images.entries()) {
    const at = 6 + 16 * index
    // 0 stands for 256.
    header.writeUInt8(side % 256, at)
    header.writeUInt8(side % 256, at + 1)
    header.writeUInt16LE(1, at + 4)
    header.writeUInt16LE(32, at + 6)
    header.writeUInt32LE(png.length, at + 8)
    header.writeUInt32LE(offset, at + 12)
    offset += png.length
  }
  return Buffer.concat([header, ...images.map(({ png }) => png)])
}

/** Types of an .icns by pixels: those for ordinary screens, then those for screens of twice the density. */
const ICNS_TYPES = {
  16: ['icp4'],
  32: ['icp5', 'ic11'],
  64: ['ic12'],
  128: ['ic07'],
  256: ['ic08', 'ic13'],
  512: ['ic09', 'ic14'],
  1024: ['ic10'],
}

/** macOS's .icns with PNG images: blocks of type, length (itself included, big-endian) and content. */
export function icnsFile(images) {
  const block = (type, content) => {
    const head = Buffer.alloc(8)
    head.write(type, 'latin1')
    head.writeUInt32BE(8 + content.length, 4)
    return Buffer.concat([head, content])
  }
  return block(
    'icns',
    Buffer.concat(images.flatMap(({ side, png }) => (ICNS_TYPES[side] ?? []).map(type => block(type, png)))),
  )
}
