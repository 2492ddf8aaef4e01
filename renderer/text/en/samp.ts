import { plural } from '../plural.ts'
import type { Shown } from '../shown.ts'

export const samp = {
  sendTo: 'Send to ...',
  askingTheSAMPHub: 'Asking the SAMP hub ...',
  programs: (count: number) => plural(count, 'program'),
  sentTo: (receivers: Shown) => `Sent to ${receivers}.`,
  allPrograms: 'All programs',
  thatTakeItBySAMP: 'that take it, by SAMP',
  theSystemsViewer: "The system's viewer",
  ofTheMachineWhereSubarcRuns: 'of the machine where Subarc runs',
  sentWhichCannotBeOpened: (from: Shown, name: Shown) => `${from} sent ${name}, which cannot be opened.`,
}
