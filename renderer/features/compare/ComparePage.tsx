import { Page } from '../../ui/Page.tsx'

export function ComparePage() {
  return <Page title="Compare">{null}</Page>
}
