/** Words of buttons and labels that many pages share. */
export const common = {
  cancel: 'Cancel',
  close: 'Close',
  copy: 'Copy',
  delete: 'Delete',
  name: 'Name',
  open: 'Open',
  undo: 'Undo',
  tryAgain: 'Try again',
  save: 'Save',
  stop: 'Stop',
  imageUnit: 'image unit',
  notKnown: 'not known',
  chooseOthers: 'Choose others',
  lookAtIt: 'Look at it',
}
