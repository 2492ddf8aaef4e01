import type { Shown } from '../shown.ts'

export const tour = {
  welcome: 'Welcome to Subarc',
  skip: 'Skip the tour',
  back: 'Back',
  next: 'Next',
  done: 'Done',
  stepOf: (step: Shown, steps: Shown) => `${step} of ${steps}`,
  simulating: 'Simulating the sample lens',
  sampleLens: 'Sample lens',
  aLensSeenTwice: 'One lens, seen twice',
  aLensSeenTwiceText:
    'On the left a simulated lens as a camera on the ground sees it (LR), on the right as one in space does (HR). A network learns from many such pairs what the coarse pixels leave out. Scroll to zoom, drag to pan: both move together, and every value is the one in the file.',
  yourOwnImages: 'Your own images',
  yourOwnImagesText:
    'Drop a folder of pairs and press Start: everything else is chosen for you, and explained. Files are read where they are and never changed. Scores are of images that the network never saw, beside interpolation and deconvolution.',
  trainOnMyImages: 'Train on my images',
  lookAtAnImage: 'Look at an image',
  findYourWay: 'Find your way',
  findYourWayText:
    'Ctrl K finds any page, dataset or run by its name. In the viewer ? lists all keys. At the foot of the window stands what the machine is doing. Theme, language, threads and memory are in the settings, from which this tour can be shown again.',
  settings: 'Settings',
  tryIt: 'Try it',
  openTheResult: 'Open the result',
  superResolving: 'Super-resolving the sample lens',
  worth: (network: Shown, psnr: Shown, bicubic: Shown, images: Shown) =>
    `${network}, which comes with Subarc and was trained on simulated lenses: ${psnr} dB PSNR on ${images} that it never saw; bicubic interpolation reaches ${bicubic} dB. What it adds is inferred, not observed.`,
}
