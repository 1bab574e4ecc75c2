/** Tries until the expectation holds, for ten seconds, and returns what it gives. */
export async function eventually<T>(
  expectation: () => T | Promise<T>,
): Promise<T> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    try {
      return await expectation();
    } catch (error) {
      if (Date.now() > deadline) {
        throw error;
      }
    }
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}
