/** The inside of every card in the row of actions. */
export const cardBody = {
  p: 3,
  minHeight: 192,
  height: '100%',
  display: 'flex',
  flexDirection: 'column',
  gap: 1,
} as const
