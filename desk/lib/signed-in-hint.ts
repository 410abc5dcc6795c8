/**
 * Whether this browser has a session is only known to the server (its cookie cannot be read by scripts), and asking
 * without one is an error in the browser's console. So the desk remembers that somebody signed in here.
 */
const KEY = 'yitong.signed-in';

/** False only when nobody has signed in here before; a browser that stores nothing is asked as usual. */
export function mayBeSignedIn(): boolean {
  try {
    return localStorage.getItem(KEY) === 'yes';
  } catch {
    return true;
  }
}

export function rememberSignedIn(signedIn: boolean): void {
  try {
    if (signedIn) localStorage.setItem(KEY, 'yes');
    else localStorage.removeItem(KEY);
  } catch {
    // Private windows: the server is asked every time.
  }
}
