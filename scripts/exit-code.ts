/** Runs a command: exit code 0 when it says that all is right, 1 when not, its own when it names one, 2 with its words when it could not be done. */
export async function exitCodeOf(command: () => Promise<boolean | number>): Promise<number> {
  try {
    const answer = await command();
    return typeof answer === 'number' ? answer : answer ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}
