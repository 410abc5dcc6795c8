/** Classes 08 (connection), 53 (out of resources: a full disk, too many connections) and 57P (shutdown, crash, starting up), and what the socket says. */
const AWAY = /^(?:08|53)[0-9A-Z]{3}$|^57P0[0-9]$|^(?:ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/;
/** pg's own errors have no code. */
const BROKEN =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** Whether PostgreSQL cannot be reached or cannot work at the moment: the same request may succeed a little later. */
export function databaseIsAway(error: unknown): boolean {
  const { code = '', message = '', syscall } = error as { code?: unknown; message?: string; syscall?: string };
  if (code === 'ENOENT') return syscall === 'connect'; // its Unix socket is gone
  return (typeof code === 'string' && AWAY.test(code)) || BROKEN.test(message);
}
