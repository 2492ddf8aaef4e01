/** What to do about a kind of error, where its own message may not say. */
export function adviceFor(code: string): string | null {
  switch (code) {
    case 'forbidden':
      return 'Add the folder to the folders that Subarc may read, then try again.'
    case 'no-space':
      return 'Free space on the disk of the workspace, then try again.'
    case 'no-memory':
      return 'A smaller batch, fewer channels, or other programs closed: any of them helps.'
    case 'device-unavailable':
      return 'Choose another device, or check the devices again.'
    case 'diverged':
      return 'A lower learning rate or a clipped gradient usually helps.'
    case 'internal':
      return 'This is a fault of Subarc and not of your data. What was saved before is still there.'
    default:
      return null
  }
}
