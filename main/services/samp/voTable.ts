import { XMLBuilder } from 'fast-xml-parser'

export interface TableColumn {
  readonly name: string
  readonly unit: string | null
}
export type TableCell = number | string | null

const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', format: true })

/** Names that XML takes for an id; readers such as astropy name their columns by it. */
const xmlName = /^[A-Za-z_][A-Za-z0-9_.-]*$/

/** A table as VOTable 1.4: a column of numbers is `double`, with NaN where there is none, any other is text. */
export function voTable(
  name: string,
  columns: readonly TableColumn[],
  rows: readonly (readonly TableCell[])[],
): string {
  const isNumeric = columns.map((_, at) => rows.every(row => typeof row[at] !== 'string'))
  const names = new Set(columns.map(column => column.name))
  const named = names.size === columns.length && [...names].every(name => xmlName.test(name))
  const FIELD = columns.map(({ name, unit }, at) => ({
    '@ID': named ? name : `col${at + 1}`,
    '@name': name,
    ...(isNumeric[at] ? { '@datatype': 'double' } : { '@datatype': 'char', '@arraysize': '*' }),
    ...(unit !== null && { '@unit': unit }),
  }))
  const TR = rows.map(row => ({
    TD: columns.map((_, at) =>
      row[at] === null || row[at] === undefined ? (isNumeric[at] ? 'NaN' : '') : String(row[at]),
    ),
  }))
  const VOTABLE = {
    '@version': '1.4',
    '@xmlns': 'http://www.ivoa.net/xml/VOTable/v1.3',
    RESOURCE: { TABLE: { '@name': name, FIELD, DATA: { TABLEDATA: { TR } } } },
  }
  return builder.build({ '?xml': { '@version': '1.0', '@encoding': 'UTF-8' }, VOTABLE })
}
