/** Loaded before a program (`node --import`): appends the files that it loads, one a line, to the file of BENCH_TRACE. */
import { appendFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

const list = process.env.BENCH_TRACE
if (list !== undefined) {
  registerHooks({
    load(url, context, nextLoad) {
      if (url.startsWith('file:')) appendFileSync(list, `${fileURLToPath(url)}\n`)
      return nextLoad(url, context)
    },
  })
}
