/** A request to a simulated department as its own people make it; 409 = it was done before, or is out of place now, as the answer says. */
export async function callDepartment(url: string, method: string, body?: unknown) {
  const answer = await fetch(url, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok && answer.status !== 409) throw new Error(`${method} ${url}: ${answer.status} ${text}`);
  return JSON.parse(text);
}
