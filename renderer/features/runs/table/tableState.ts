import { type JobStatus, jobStatusSchema } from '../../../../main/contract/jobs.ts'

/** An order of the table: a field as the core reads it, `psnr@last`. */
export interface SortBy {
  readonly field: string
  readonly descending: boolean
}

/** What the table of runs shows; it stands in the page's address, so that it is a link and can be saved as a view. */
export interface TableState {
  readonly search: string
  /** A filter that could be read when it was written. */
  readonly where: string
  readonly status: JobStatus | undefined
  readonly datasetId: string | undefined
  readonly archived: 'hide' | 'show' | 'only'
  readonly columns: readonly string[]
  readonly sort: readonly SortBy[]
  /** Fields that runs are grouped by; empty: each run is a row. */
  readonly groupBy: readonly string[]
  readonly baseline: string | undefined
}

export const FIRST_COLUMNS = [
  ...['status', 'dataset', 'recipe', 'network', 'psnr@best', 'ssim@best', 'duration', 'created', 'tags', 'notes'],
]
const FIRST_SORT: readonly SortBy[] = [{ field: 'created', descending: true }]

/** Names have points, hyphens, at signs and slashes, but no commas. */
const SEPARATOR = ','

export function readTableState(query: URLSearchParams): TableState {
  const list = (key: string) => query.get(key)?.split(SEPARATOR).filter(Boolean)
  const archived = query.get('archived')
  return {
    search: query.get('search') ?? '',
    where: query.get('where') ?? '',
    status: jobStatusSchema.options.find(status => status === query.get('status')),
    datasetId: query.get('dataset') ?? undefined,
    archived: archived === 'show' || archived === 'only' ? archived : 'hide',
    columns: list('columns') ?? FIRST_COLUMNS,
    sort:
      list('sort')?.map(text => ({ field: text.replace(/^-/, ''), descending: text.startsWith('-') })) ?? FIRST_SORT,
    groupBy: list('group') ?? [],
    baseline: query.get('baseline') ?? undefined,
  }
}

/** The parameters of a change; undefined takes one away, as what the page begins with needs no word. */
export function tableParameters(change: Partial<TableState>): Record<string, string | undefined> {
  const parameters: Record<string, string | undefined> = {}
  const put = (key: string, text: string, first: string) => {
    parameters[key] = text === first ? undefined : text
  }
  if (change.search !== undefined) put('search', change.search, '')
  if (change.where !== undefined) put('where', change.where, '')
  if ('status' in change) parameters.status = change.status
  if ('datasetId' in change) parameters.dataset = change.datasetId
  if ('baseline' in change) parameters.baseline = change.baseline
  if (change.archived !== undefined) put('archived', change.archived, 'hide')
  if (change.columns !== undefined) put('columns', change.columns.join(SEPARATOR), FIRST_COLUMNS.join(SEPARATOR))
  if (change.sort !== undefined) put('sort', sortText(change.sort), sortText(FIRST_SORT))
  if (change.groupBy !== undefined) put('group', change.groupBy.join(SEPARATOR), '')
  return parameters
}

const sortText = (sort: readonly SortBy[]): string =>
  sort.map(({ field, descending }) => `${descending ? '-' : ''}${field}`).join(SEPARATOR)

/**
 * The order after a press on a column's head: by that column alone, largest first, or turned where it leads already.
 * `isAdded` keeps the other orders before it.
 */
export function sortAfterPress(sort: readonly SortBy[], field: string, isAdded: boolean): SortBy[] {
  const known = sort.find(one => one.field === field)
  const next = { field, descending: known ? !known.descending : true }
  if (!isAdded) return [next]
  return known ? sort.map(one => (one === known ? next : one)) : [...sort, next].slice(-4)
}
