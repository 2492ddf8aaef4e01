import { t } from '../text/t.ts'
/** What to do about a kind of error, where its own message may not say. */
export function adviceFor(code: string): string | null {
  switch (code) {
    case 'forbidden':
      return t.ui.addTheFolderToTheFoldersThat
    case 'no-space':
      return t.ui.freeSpaceOnTheDiskOfThe
    case 'no-memory':
      return t.ui.aSmallerBatchFewerChannelsOr
    case 'device-unavailable':
      return t.ui.chooseAnotherDeviceOrCheckThe
    case 'diverged':
      return t.ui.aLowerLearningRateOrAClipped
    case 'internal':
      return t.ui.thisIsAFaultOfSubarcAndNotOf
    default:
      return null
  }
}
