import type { Shown } from '../shown.ts'

export const savedViews = {
  savedViews: 'Saved views',
  wasDeleted: (name: Shown) => `${name} was deleted.`,
  noViewIsSaved: 'No view is saved.',
  changingTheSavedViews: 'Changing the saved views',
  saved: (createdAt: Shown) => `Saved ${createdAt}`,
  nameOf: (name: Shown) => `Name of ${name}`,
  open: (name: Shown) => `Open ${name}`,
  delete: (name: Shown) => `Delete ${name}`,
  saveThisView: 'Save this view',
  saveView: 'Save view',
  nameOfTheView: 'Name of the view',
  imagesFrameStretchLimits: 'Images, frame, stretch, limits, colours and regions are kept.',
  savingTheView: 'Saving the view',
  views: 'Views',
  saveThisView2: 'Save this view ...',
  copyALinkToThisView: 'Copy a link to this view',
  allSavedViews: 'All saved views ...',
  aLinkToThisViewIsInThe: 'A link to this view is in the clipboard.',
}
