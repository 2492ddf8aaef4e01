import { Page } from '../../ui/Page.tsx'

export function SimulatePage() {
  return <Page title="Simulate">{null}</Page>
}
