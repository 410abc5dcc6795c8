/** Runs a command: exit code 0 when it says that all is right, 1 when not, 2 with its words when it could not be done. */
export async function exitCodeOf(command: () => Promise<boolean>): Promise<number> {
  try {
    return (await command()) ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}
