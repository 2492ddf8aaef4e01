import { app } from './app.ts'
import { apply } from './apply.ts'
import { classifiers } from './classifiers.ts'
import { common } from './common.ts'
import { compare } from './compare.ts'
import { compareRuns } from './compareRuns.ts'
import { data } from './data.ts'
import { diagnostics } from './diagnostics.ts'
import { figure } from './figure.ts'
import { groups } from './groups.ts'
import { home } from './home.ts'
import { jobs } from './jobs.ts'
import { measure } from './measure.ts'
import { runs } from './runs.ts'
import { samp } from './samp.ts'
import { savedViews } from './savedViews.ts'
import { settings } from './settings.ts'
import { simulate } from './simulate.ts'
import { start } from './start.ts'
import { take } from './take.ts'
import { tour } from './tour.ts'
import { train } from './train.ts'
import { ui } from './ui.ts'
import { view } from './view.ts'
import { viewer } from './viewer.ts'
import { weights } from './weights.ts'

/** Every text of the interface in English, a file an area. The other languages have the same keys: the types see to it. */
export const en = {
  app,
  apply,
  classifiers,
  common,
  compare,
  compareRuns,
  data,
  diagnostics,
  figure,
  groups,
  home,
  jobs,
  measure,
  runs,
  samp,
  savedViews,
  settings,
  simulate,
  start,
  take,
  tour,
  train,
  ui,
  view,
  viewer,
  weights,
}
