/** Tells what a queue complains of; what it says otherwise is left out. */
export function quietly(queue, ...complaint) {
  console.error(`${queue}:`, ...complaint);
}
