/** What an error of a query says about whose fault it is. */
export type DatabaseFault = 'request' | 'away' | null;

/** SQLSTATE class 22, data exception: a number out of range, no date, a NUL character. */
const REQUEST = /^22[0-9A-Z]{3}$/;
/** Classes 08 (connection), 53 (out of resources) and 57P (shutdown, crash, starting up), and what the socket says. */
const AWAY = /^(?:08|53)[0-9A-Z]{3}$|^57P0[0-9]$|^(?:ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND)$/;
/** pg's own errors have no code. */
const BROKEN =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

export function databaseFault(error: unknown): DatabaseFault {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  if (REQUEST.test(code)) return 'request';
  return AWAY.test(code) || BROKEN.test(message) ? 'away' : null;
}
