/** Functions with a word in their names that is an operator elsewhere. */
const NAMES = [
  'and',
  'or',
  'date and time',
  'day of week',
  'day of year',
  'get or else',
  'index of',
  'last day of month',
  'month of year',
  'week of year',
  'years and months duration',
];

/** One of them, at the place where the reading is. */
export const NAMES_WITH_BLANKS = new RegExp(`(?:${NAMES.join('|')})(?=\\s*\\()`, 'y');
