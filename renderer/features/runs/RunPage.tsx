import { Page } from '../../ui/Page.tsx'

export function RunPage() {
  return <Page title="Run">{null}</Page>
}
