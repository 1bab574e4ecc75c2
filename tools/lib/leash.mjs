// Preloaded into the backend: its standard input is a pipe from the process that started it, and when that process ends,
// however it ends, the backend shuts down as if it were asked to.
process.stdin
  .on('end', () => process.kill(process.pid, 'SIGTERM'))
  .resume()
  .unref();
