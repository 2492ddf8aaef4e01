import { Page } from '../../ui/Page.tsx'

export function TrainPage() {
  return <Page title="Train">{null}</Page>
}
