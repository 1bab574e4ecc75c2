import { useEffect, useReducer } from 'react';

/** The time in milliseconds; renders again every `intervalMs`. */
export function useNow(intervalMs: number): number {
  const [, renderAgain] = useReducer((ticks: number) => ticks + 1, 0);
  useEffect(() => {
    const timer = setInterval(renderAgain, intervalMs);
    return () => clearInterval(timer);
  }, [intervalMs]);
  return Date.now();
}
