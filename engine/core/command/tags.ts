import { Rejected } from '../step.ts';

/** Of process instances, since 8.8; limits and words from Camunda's documentation. */
const MOST = 10;
const TAG = /^[A-Za-z][A-Za-z0-9_\-:.]{0,99}$/;

/** The tags a new process instance gets: a set of at most ten. @throws Rejected INVALID_ARGUMENT. */
export function tagsOf(given: readonly string[]): string[] {
  const tags = [...new Set(given)];
  const expected = 'Expected to create instance of process with tags, but the';
  if (tags.length > MOST) {
    throw new Rejected('INVALID_ARGUMENT', `${expected} number of tags exceeds the limit of ${MOST}.`);
  }
  const invalid = tags.filter((tag) => !TAG.test(tag));
  if (invalid.length > 0) {
    throw new Rejected(
      'INVALID_ARGUMENT',
      `${expected} tags '${invalid.join("', '")}' are invalid. A tag begins with a letter (a-z, A-Z), followed by letters, digits, underscores, minuses, colons or periods, and has 100 characters or less.`,
    );
  }
  return tags;
}
