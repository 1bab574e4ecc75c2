/** Tries until the expectation holds, for 30 seconds, and returns what it gives. */
export async function eventually<T>(
  expectation: () => T | Promise<T>,
): Promise<T> {
  const deadline = Date.now() + 30_000;
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
