/** Props of a link that opens a shop in a new tab, and tells it nothing of where one came from. */
export const NEW_TAB = {
  target: '_blank',
  rel: 'noopener noreferrer',
} as const;
