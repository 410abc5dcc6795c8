/** How long the messages of jobs and incidents may be, so that no stack trace and no expression's warnings fill memory and pages. */

/** What a worker tells of a failure or an error. Measured on 8.6.0. */
const JOB_MESSAGE = 10_000;
/** 8.6.0 writes all that an expression warns of (3.3 MB were seen). Live incidents are in memory here. */
const INCIDENT_MESSAGE = 30_000;

export const limitedJobMessage = (message: string): string => limited(message, JOB_MESSAGE);
export const limitedIncidentMessage = (message: string): string => limited(message, INCIDENT_MESSAGE);

/** The beginning, and three dots. Half of a character becomes a question mark, as on 8.6.0. */
function limited(message: string, longest: number): string {
  return message.length > longest ? `${message.slice(0, longest).replace(/[\uD800-\uDBFF]$/, '?')}...` : message;
}

/** Adds what a message can still show: an expression may leave hundreds of thousands of warnings. */
export function addShown(lines: string[], more: readonly string[]): void {
  let length = lines.reduce((sum, line) => sum + line.length, 0);
  for (const line of more) {
    if (length > INCIDENT_MESSAGE) return;
    lines.push(line);
    length += line.length;
  }
}
