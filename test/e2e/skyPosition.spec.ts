import { noTestData, testData, testDataPath } from '../support/testData.ts'
import { expect, test } from './app.ts'

test(`real images tell on import where on the sky they lie${noTestData}`, async ({ subarc: page }) => {
  test.skip(testData === undefined, 'the test images are not on this machine')
  await page.goto(new URL('/data/import', page.url()).href)
  await page.getByLabel('Folder', { exact: true }).fill(testDataPath('fits-lenses', 'cosmos_acs_galaxies'))
  await page.getByRole('button', { name: 'Open folder' }).click()
  await page.getByRole('button', { name: 'Look at this folder' }).click()
  await expect(page.getByText('What was found')).toBeVisible()
  // astropy has the middle of the first at 150.329074339 2.139498662 in FK5, 0.03 arcsec from where ICRS has it.
  await expect(page.getByText('10:01:18.976 +02:08:22.21 ICRS')).toBeVisible()
  await page.screenshot({ path: 'test-results/screens/sky-position.png' })
})
