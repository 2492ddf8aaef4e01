import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

const folder = resolve(process.env.SUBARC_TEST_DATA ?? resolve(import.meta.dirname, '../../../shared/data'))

/** The absolute folder of the test data, or undefined where this machine has none: SUBARC_TEST_DATA, or ../shared/data. */
export const testData: string | undefined = existsSync(folder) ? folder : undefined

/** What a test that is skipped for want of the data adds to its title. */
export const noTestData = testData === undefined ? ' (skipped: no test data; set SUBARC_TEST_DATA)' : ''

/** The path of a file of the test data; only for tests that are skipped where `testData` is undefined. */
export function testDataPath(...parts: string[]): string {
  return resolve(folder, ...parts)
}
