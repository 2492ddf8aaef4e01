import { plural } from '../plural.ts'
import type { Shown } from '../shown.ts'
import type { Texts } from '../t.ts'

export const samp: Texts['samp'] = {
  sendTo: 'Senden an ...',
  askingTheSAMPHub: 'Der SAMP-Verteiler wird gefragt ...',
  programs: (count: number) => plural(count, 'Programm', 'Programme'),
  sentTo: (receivers: Shown) => `An ${receivers} gesendet.`,
  allPrograms: 'Alle Programme',
  thatTakeItBySAMP: 'die es annehmen, über SAMP',
  theSystemsViewer: 'Der Betrachter des Systems',
  ofTheMachineWhereSubarcRuns: 'auf dem Rechner, auf dem Subarc läuft',
  sentWhichCannotBeOpened: (from: Shown, name: Shown) => `${from} hat ${name} gesendet, was sich nicht öffnen lässt.`,
}
