/** A condition that a person can act on: it is reported as one line, without a stack. */
export class Problem extends Error {
  name = 'Problem';
}

/** Runs a command's main function; a {@link Problem} ends the process with code 1 and its one line. */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    process.exitCode = 1;
    console.error(error instanceof Problem ? `error: ${error.message}` : error);
  }
}
