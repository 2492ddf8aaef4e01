/** A command line that works as it stands, but for the ids, and what it does. */
export interface Example {
  readonly line: string
  readonly what: string
}

/** By the command's path; `test/main/hosts/cli/manual.test.ts` holds them to the options that there are. */
const EXAMPLES: Readonly<Record<string, readonly (readonly [line: string, what: string])[]>> = {
  quickstart: [
    ['subarc quickstart', 'everything, on simulated lenses, into subarc-quickstart/'],
    ['subarc quickstart --data ~/lenses --out result', 'the same on your own images'],
  ],
  import: [
    ['subarc import ~/lenses --name "My lenses" --pixel-scale 0.168', 'LR/ and HR/ with their pixel scale'],
    ['subarc import ~/hst --factor 2 --hr-psf 2 --lr-psf 6', 'HR images alone; their LR are made'],
    ['subarc import ~/lenses --role noise_map=ignore --json', 'leave the noise maps out; the dataset as JSON'],
  ],
  datasets: [['subarc datasets', 'ids, names and sizes']],
  simulate: [
    ['subarc simulate -n 160 --seed 1', '160 pairs as seen from the ground and from space'],
    ['subarc simulate --list', 'the presets and instruments that are known'],
    ['subarc simulate --preset model-1-published -n 900', 'images for a classifier: no, sphere, vort'],
    ['subarc simulate --instrument euclid-vis --set sources.0.magnitude=22..24', 'any parameter, drawn for each lens'],
    ['subarc simulate --preset hsc-pair --print-config > lenses.json', 'all parameters, to be changed and given back'],
    ['subarc simulate --config lenses.json', 'the same from a file'],
  ],
  label: [
    ['subarc label <dataset> --folders', 'each class is a folder of its name'],
    ['subarc label <dataset> --csv index.csv --label-column type', 'classes from a table'],
    ['subarc label <dataset> --set lens_12=sphere', 'the class of one sample'],
  ],
  judge: [['subarc judge <run> --by <classifier>', 'accuracy and AUC on interpolated LR, SR and HR images']],
  recipes: [['subarc recipes', 'all of them, with their stages']],
  'recipes show': [['subarc recipes show quick > mine.json', 'a record to change; `--recipe mine.json` trains by it']],
  sweep: [
    [
      'subarc sweep <dataset> --grid network.blocks=2,4 --grid rate=1e-3,1e-4 --seeds 3',
      'all combinations, three times',
    ],
    ['subarc sweep <dataset> --random 20 --range rate=1e-5:1e-2 --grid loss=mse,l1', 'twenty draws'],
    ['subarc sweep <dataset> --grid blocks=2,4,8 --plan', 'what would be trained'],
  ],
  'study table': [['subarc study table', 'published scores beside those of your runs']],
  'study run': [
    ['subarc study run ~/dataset_1 ~/dataset_2', 'everything, in both forms: days on a processor'],
    ['subarc study run ~/dataset_1 ~/dataset_2 --form corrected --rows ResnetSISR', 'one row'],
  ],
  'import-weights': [
    ['subarc import-weights network.pth', 'a network that was trained elsewhere, by PyTorch or by Subarc'],
  ],
  models: [['subarc models', 'networks that came with Subarc, ready to use']],
  groups: [['subarc groups <group>', 'the summary of a sweep, best first']],
  train: [
    ['subarc train <dataset>', 'the quick recipe, followed to its end'],
    ['subarc train <dataset> --recipe best-real --seed 3', 'another recipe and seed'],
    ['subarc train <dataset> --recipe denoised-sisr-1 --set sr.epochs=40', 'two stages, with a field of one changed'],
    ['subarc train --again <run>', 'the same again, to the same numbers'],
    ['subarc train <dataset> --classifier resnet-simple', 'a classifier of its labelled images'],
    ['subarc train <dataset> --blocks 4 --channels 32 --estimate', 'time and memory, measured, and nothing more'],
  ],
  'runs show': [['subarc runs show <run>', 'all that made it, how it is made again, and whether the same came out']],
  'runs export': [
    ['subarc runs export <run> -o run.subarc', 'with weights, images and dataset, for another workspace'],
    ['subarc runs export <run> -o run.subarc --no-dataset', 'the same without the images of the dataset'],
  ],
  'runs import': [['subarc runs import run.subarc', 'taken over, after every file in it has been checked']],
  'runs table': [
    ['subarc runs table <run> -o scores.tex', 'the scores for a paper that loads booktabs'],
    ['subarc runs table <run> <run> --what runs -o runs.parquet', 'every setting and score'],
  ],
  'runs mlflow': [['subarc runs mlflow <run> -o mlruns', "a folder of MLflow's file store"]],
  'runs tensorboard': [
    ['subarc runs tensorboard <run> -o logs', 'curves and previews; `tensorboard --logdir logs` shows them'],
  ],
  report: [
    ['subarc report <run> -o report.pdf', 'printed by an installed Chromium'],
    ['subarc report <run> <run> -o compared.html', 'the second compared with the first'],
  ],
  compare: [
    ['subarc compare <run> <run>', 'what differs, and whether one is better on the same images'],
    ['subarc compare <run> <run> <run> --metric ssim --side validation --json', 'by another score, as JSON'],
  ],
  'workspace check': [
    ['subarc workspace check', 'database, records and the files that they name'],
    ['subarc workspace check --repair', 'and make good what can be made good'],
  ],
  'workspace backup': [['subarc workspace backup ~/subarc.tar', 'one file, also while a window is open']],
  jobs: [['subarc jobs', 'what runs and what waits, in the window too']],
  'jobs move': [['subarc jobs move <job> first', 'next in its turn']],
  'jobs pause': [['subarc jobs pause <job>', 'at its next step; one that waits is passed over']],
  'jobs resume': [['subarc jobs resume <job>', 'it goes on, or takes its turn again']],
  'jobs cancel': [['subarc jobs cancel <job>', 'stopped at its next step, or taken from the queue']],
  'jobs queue': [
    ['subarc jobs queue --parallel 2', 'two at once where their memory fits'],
    ['subarc jobs queue --hold', 'start nothing more'],
  ],
  continue: [['subarc continue <run>', 'from its last checkpoint, to its end']],
  runs: [
    ['subarc runs', 'every run with its best score'],
    ['subarc runs --search edsr --json', 'those that hold a word, as JSON'],
    [`subarc runs --where "ssim > 0.8 and recipe = 'quick'" --sort -psnr`, 'those that fit, the best first'],
    ['subarc runs --group-by setup --columns recipe,psnr,test.psnr', 'mean and spread over seeds'],
    ['subarc runs --fields', 'what can be a column, an order or part of a filter'],
  ],
  evaluate: [
    ['subarc evaluate <run>', 'scores on images that it never saw, beside classical methods'],
    ['subarc evaluate <run> --side validation --report report', 'another side, with an HTML report'],
  ],
  export: [['subarc export <run> -o weights', 'safetensors with a model card']],
  'export onnx': [['subarc export onnx <run> -o network.onnx', 'for other programs, images of any size']],
  apply: [
    ['subarc apply <run> image.fits -o out', 'one image, to FITS with its sky positions'],
    ['subarc apply --model hsc-x2 image.fits', 'by a network that Subarc brings along, without any training'],
    ['subarc apply <run> ~/cutouts --format fits png --existing skip', 'a folder, going on where it was left'],
  ],
  view: [
    ['subarc view image.fits', 'its images side by side, in the browser'],
    ['subarc view lr.fits sr.fits hr.fits', 'several files, linked'],
  ],
  'fits info': [['subarc fits info image.fits.gz', 'what each HDU is, and statistics of its pixels']],
  'fits header': [['subarc fits header image.fits --hdu 1', 'the cards as they stand in the file']],
  'fits verify': [['subarc fits verify image.fits', 'the standard, and the checksums']],
  doctor: [
    ['subarc doctor', 'check every device and choose the fastest that is right'],
    ['subarc doctor --device onnx:cpu', 'and use this one from now on'],
    ['subarc doctor --report', 'a text for a bug report, without private paths'],
  ],
  settings: [
    ['subarc settings', 'what is set'],
    ['subarc settings --threads 4 --memory-limit 8', 'at most 4 threads and 8 GiB a training'],
    ['subarc settings --threads all', 'back to all threads'],
  ],
  serve: [
    ['subarc serve', 'the interface, in a browser of this machine'],
    ['subarc serve --port 4242 --no-open', 'at a port that an SSH tunnel can be laid to'],
  ],
  'engine graph': [['subarc engine graph --step training --blocks 2', 'the operators of a step']],
  completion: [
    ['subarc completion bash > ~/.local/share/bash-completion/completions/subarc', 'for bash'],
    ['subarc completion zsh > "$HOME/.zfunc/_subarc"', 'for zsh, where ~/.zfunc is in $fpath'],
  ],
}

export const examplesOf = (path: string): readonly Example[] =>
  (EXAMPLES[path] ?? []).map(([line, what]) => ({ line, what }))
