import { implement } from '@orpc/server'
import { fitsContract } from '../../contract/fits.ts'
import { AppError } from '../../domain/errors.ts'
import type { HduDescription } from '../../formats/fits/describe.ts'
import type { ServiceContext } from '../context.ts'
import { withFits } from './tasks.ts'

/** Only registered folders are read, as everywhere; pixels and checksums are worked through on a worker thread. */
export function fitsRouter({ folders, pool }: ServiceContext) {
  const os = implement(fitsContract)
  return os.router({
    info: os.info.handler(async ({ input }) => {
      const path = await folders.resolveReadable(input.path)
      const { hdus, problem } = await pool.run('fitsInfo', { path, statistics: input.statistics })
      return { path, hdus: hdus.map(presented), problem }
    }),
    header: os.header.handler(async ({ input }) => {
      const path = await folders.resolveReadable(input.path)
      return withFits(path, async file => {
        const hdu = file.hdus[input.hdu]
        if (hdu === undefined) throw noSuchHdu(input.hdu, file.hdus.length, file.problem)
        return { path, hdu: hdu.index, name: hdu.name, hdus: file.hdus.length, cards: [...hdu.header.cards] }
      })
    }),
    verify: os.verify.handler(async ({ input }) => {
      const path = await folders.resolveReadable(input.path)
      const { findings, hdus } = await pool.run('fitsVerify', { path })
      return {
        path,
        valid: findings.every(({ severity }) => severity !== 'error'),
        findings: [...findings],
        hdus: [...hdus],
      }
    }),
  })
}

function noSuchHdu(hdu: number, hdus: number, problem: string | undefined): AppError {
  const message = `The FITS file has no HDU ${hdu}: it has ${hdus}, numbered from 0. ${problem ?? ''}`
  return new AppError('not-found', message.trimEnd(), { hdu, hdus })
}

/** JSON has no NaN. */
function presented({ shape, columns, statistics, ...rest }: HduDescription) {
  const finite = (value: number): number | null => (Number.isFinite(value) ? value : null)
  return {
    ...rest,
    shape: [...shape],
    columns: [...columns],
    statistics: statistics && { ...statistics, first: statistics.first.map(finite) },
  }
}
