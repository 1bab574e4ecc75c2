// Preloaded into the backend: writes down when it ran a program, when it called an API server or PostgreSQL, and when a
// watch brought something, one JSON a line into the file URUMI_BENCH_CALLS. Times are milliseconds since the epoch.
import childProcess from 'node:child_process';
import diagnostics from 'node:diagnostics_channel';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import pg from 'pg';

const file = process.env.URUMI_BENCH_CALLS;
const flushMs = 100;
const calls = new WeakMap();
let lines = [];

const now = () => performance.timeOrigin + performance.now();
const write = entry => lines.push(`${JSON.stringify(entry)}\n`);
setInterval(() => {
  if (lines.length > 0) {
    fs.appendFile(file, lines.join(''), () => {});
    lines = [];
  }
}, flushMs).unref();

const spawn = childProcess.spawn;
childProcess.spawn = function recordedSpawn(program, args, ...rest) {
  const started = now();
  const child = spawn.call(this, program, args, ...rest);
  child.once('close', () =>
    write({ kind: 'program', args, started, ended: now() }),
  );
  return child;
};
syncBuiltinESMExports();

// The query builder gives a callback as the last argument.
const query = pg.Client.prototype.query;
pg.Client.prototype.query = function recordedQuery(...args) {
  const callback = args.at(-1);
  if (typeof callback !== 'function') {
    return query.apply(this, args);
  }
  const started = now();
  return query.call(this, ...args.slice(0, -1), (...results) => {
    write({ kind: 'statement', started, ended: now() });
    callback(...results);
  });
};

diagnostics.subscribe('undici:request:create', ({ request }) => {
  if (String(request.headers).includes('urumi-stores')) {
    const { method, path } = request;
    const isWatch = path.includes('watch=');
    calls.set(request, { method, path, isWatch, started: now() });
  }
});
const end = ({ request }) => {
  const call = calls.get(request);
  if (call && !call.isWatch) {
    const { method, path, started } = call;
    write({ kind: 'call', method, path, started, ended: now() });
  }
};
diagnostics.subscribe('undici:request:trailers', end);
diagnostics.subscribe('undici:request:error', end);
diagnostics.subscribe(
  'undici:request:bodyChunkReceived',
  ({ request, chunk }) => {
    const call = calls.get(request);
    if (call?.isWatch) {
      const namespaces = new Set(
        chunk.toString().match(/store-[0-9a-f]{8}-[0-9a-f-]{27}/g),
      );
      for (const namespace of namespaces) {
        write({ kind: 'watch', path: call.path, namespace, ended: now() });
      }
    }
  },
);
