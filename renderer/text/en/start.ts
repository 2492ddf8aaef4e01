import type { Shown } from '../shown.ts'

export const start = {
  title: 'Train on my images',
  subtitle: 'Drop a folder, press Start. What is chosen for you is explained, and can be changed.',
  dropToTrain: 'Drop a folder to train on it',
  importWithEveryChoice: 'Import with every choice',
  whereAreThey: 'Where are the images?',
  trainOnThisFolder: 'Train on this folder',
  noImage:
    'There is no image here that can be used. A folder with LR and HR inside, or with pairs of the same names, can.',
  oneSided:
    'These are not pairs of LR and HR images: the import asks what they are for, and makes LR images of HR ones.',
  looking: 'Looking at the images',
  whatWillBeDone: 'What Start does',
  plan: (pairs: Shown, recipe: Shown) =>
    `It imports ${pairs}, keeps a part of them aside to be judged by, and trains a network by the recipe "${recipe}". Your files are not changed, and you can stop at any time.`,
  start: 'Start',
  importing: 'Importing',
  startingTheTraining: 'Starting the training',
  whyTheseSettings: 'Why these settings?',
  ofTheRecipe: (title: Shown, description: Shown) => `${title}: ${description}`,
  setting: 'Setting',
  value: 'Value',
  reason: 'Reason',
  splitAndScaling:
    'Of the pairs, most are trained on, some choose the best epoch, and some are never looked at until the end. Small sets get more epochs by themselves. Device, threads and memory are those of the settings.',
  anotherRecipe: 'Begin with another recipe.',
  everySetting: 'Change every setting of a dataset that is imported.',
}
