import type { Shown } from '../shown.ts'

export const home = {
  importAsADataset: 'Import as a dataset',
  home: 'Home',
  whatShallIDoNext: 'What shall I do next?',
  epochOf: (status: Shown, epoch: Shown, epochs: Shown) => `${status}, epoch ${epoch} of ${epochs}`,
  broughtAlong: 'brought along',
  psnrDB: 'PSNR, dB',
  ssim: 'SSIM',
  recentRuns: 'Recent runs',
  allRuns: (total: Shown) => `All ${total} runs`,
  nothingHasBeenTrainedInThis:
    'Nothing has been trained in this workspace yet. A run will stand here with its score on images that it never saw.',
  listingTheRuns: 'Listing the runs',
  tryASampleLens: 'Try a sample lens',
  simulatesLensesAsACameraOnThe: (samplePairs: Shown) =>
    `Simulates ${samplePairs} lenses as a camera on the ground and one in space would see them, and trains a small network on them.`,
  simulateAndTrain: 'Simulate and train',
  lookFirst: 'Look first',
  sample: (title: Shown) => `Sample: ${title}`,
  simulatingTheSample: 'Simulating the sample',
  startingTheTraining: 'Starting the training',
  waysToStart: 'Ways to start',
  lookAtAnImage: 'Look at an image',
  openAnyFITSNPYHDF5OrTIFFFile:
    'Open any FITS, NPY, HDF5 or TIFF file: its extensions side by side, its values, its header. Or drop it on this page.',
  trainOnMyImages: 'Train on my images',
  chooseADatasetAndARecipeAShort:
    'Choose a dataset and a recipe. A short warm-up tells time and memory before anything long begins.',
  importPairsOfLowAndHigh:
    'Import pairs of low and high resolution, or high-resolution images alone: their partners are made from them.',
  superResolveImages: 'Super-resolve images',
  giveATrainedNetworkYourFITS:
    'Give a trained network your FITS images. The world coordinates, the unit and the flux come along, and each result is checked.',
}
