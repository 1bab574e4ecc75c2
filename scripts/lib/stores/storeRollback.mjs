import { changeStore } from './changeStore.mjs';
import { runCommand, waitingOptions } from './command.mjs';
import { exitCodes, Problem } from './Problem.mjs';

await runCommand({
  positionals: ['id', 'revision'],
  options: waitingOptions,
  async main({ api, id, revision, values, timeoutMs }) {
    if (!/^[1-9]\d*$/.test(revision)) {
      throw new Problem(
        `'${revision}' is no number of a revision; scripts/store-history.sh lists them.`,
        { exitCode: exitCodes.wrongUse },
      );
    }
    await changeStore({
      api,
      id,
      change: 'rollback',
      body: { revision: Number(revision) },
      isWaiting: !values['no-wait'],
      timeoutMs,
    });
  },
});
