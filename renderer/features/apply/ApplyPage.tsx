import { Page } from '../../ui/Page.tsx'

export function ApplyPage() {
  return <Page title="Apply">{null}</Page>
}
