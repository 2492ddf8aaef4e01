import { createBrowserRouter } from 'react-router'
import { Frame } from './Frame.tsx'
import { PageFailed, PageLoading, PageMissing } from './PageStates.tsx'

/** Each page is a chunk of its own, loaded when first opened. */
export const router = createBrowserRouter([
  {
    path: '/',
    Component: Frame,
    ErrorBoundary: PageFailed,
    HydrateFallback: PageLoading,
    children: [
      {
        ErrorBoundary: PageFailed,
        children: [
          { index: true, lazy: async () => ({ Component: (await import('../features/home/HomePage.tsx')).HomePage }) },
          { path: 'data', lazy: async () => ({ Component: (await import('../features/data/DataPage.tsx')).DataPage }) },
          {
            path: 'data/import',
            lazy: async () => ({ Component: (await import('../features/data/ImportPage.tsx')).ImportPage }),
          },
          {
            path: 'data/:id',
            lazy: async () => ({ Component: (await import('../features/data/DatasetPage.tsx')).DatasetPage }),
          },
          { path: 'view', lazy: async () => ({ Component: (await import('../features/view/ViewPage.tsx')).ViewPage }) },
          {
            path: 'simulate',
            lazy: async () => ({ Component: (await import('../features/simulate/SimulatePage.tsx')).SimulatePage }),
          },
          {
            path: 'train',
            lazy: async () => ({ Component: (await import('../features/train/TrainPage.tsx')).TrainPage }),
          },
          { path: 'runs', lazy: async () => ({ Component: (await import('../features/runs/RunsPage.tsx')).RunsPage }) },
          {
            path: 'runs/import',
            lazy: async () => ({
              Component: (await import('../features/weights/ImportNetworkPage.tsx')).ImportNetworkPage,
            }),
          },
          {
            path: 'runs/:id',
            lazy: async () => ({ Component: (await import('../features/runs/RunPage.tsx')).RunPage }),
          },
          {
            path: 'groups/:id',
            lazy: async () => ({ Component: (await import('../features/groups/GroupPage.tsx')).GroupPage }),
          },
          {
            path: 'compare',
            lazy: async () => ({ Component: (await import('../features/compare/ComparePage.tsx')).ComparePage }),
          },
          {
            path: 'compare/runs',
            lazy: async () => ({
              Component: (await import('../features/compareRuns/CompareRunsPage.tsx')).CompareRunsPage,
            }),
          },
          {
            path: 'apply',
            lazy: async () => ({ Component: (await import('../features/apply/ApplyPage.tsx')).ApplyPage }),
          },
          {
            path: 'apply/:id',
            lazy: async () => ({ Component: (await import('../features/apply/ResultsPage.tsx')).ResultsPage }),
          },
          {
            path: 'apply/:id/:item',
            lazy: async () => ({ Component: (await import('../features/apply/ResultPage.tsx')).ResultPage }),
          },
          {
            path: 'start',
            lazy: async () => ({ Component: (await import('../features/start/StartPage.tsx')).StartPage }),
          },
          {
            path: 'settings',
            lazy: async () => ({ Component: (await import('../features/settings/SettingsPage.tsx')).SettingsPage }),
          },
          {
            path: 'diagnostics',
            lazy: async () => ({
              Component: (await import('../features/diagnostics/DiagnosticsPage.tsx')).DiagnosticsPage,
            }),
          },
          { path: '*', Component: PageMissing },
        ],
      },
    ],
  },
])
