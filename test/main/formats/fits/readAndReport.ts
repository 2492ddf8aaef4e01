/** Reads the first image of a FITS file and prints how that ended and what it took, above the idle process. */
import { toAppError } from '../../../../main/domain/errors.ts'
import { withFileSource } from '../../../../main/formats/byteSource.ts'
import { openFits } from '../../../../main/formats/fits/file.ts'
import { firstImage, readImage } from '../../../../main/formats/fits/image.ts'

const [, , path] = process.argv
const idle = process.resourceUsage().maxRSS
const started = process.cpuUsage()
let outcome = { code: 'none', message: '' }
try {
  await withFileSource(path, async source => {
    const file = await openFits(source)
    return readImage(file, firstImage(file).index)
  })
} catch (error) {
  const { code, message } = toAppError(error)
  outcome = { code, message }
}
const { user, system } = process.cpuUsage(started)
const megabytes = (process.resourceUsage().maxRSS - idle) / 1024
process.stdout.write(JSON.stringify({ ...outcome, cpuMilliseconds: (user + system) / 1000, megabytes }))
