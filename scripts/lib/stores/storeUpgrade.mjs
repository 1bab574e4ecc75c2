import { changeStore } from './changeStore.mjs';
import {
  readSettings,
  runCommand,
  settingOptions,
  waitingOptions,
} from './command.mjs';
import { exitCodes, Problem } from './Problem.mjs';

/** Words that `--set` takes for what is no parameter of the shop. */
const fields = ['plan', 'chart_version'];

await runCommand({
  positionals: ['id'],
  options: {
    ...waitingOptions,
    ...settingOptions,
    plan: { type: 'string' },
    'chart-version': { type: 'string' },
    'no-rollback': { type: 'boolean', default: false },
  },
  async main({ api, id, values, timeoutMs }) {
    const settings = readSettings(values.set);
    const parameters = Object.fromEntries(
      Object.entries(settings).filter(([name]) => !fields.includes(name)),
    );
    const body = {
      plan: values.plan ?? settings.plan,
      chart_version: values['chart-version'] ?? settings.chart_version,
      ...(Object.keys(parameters).length > 0 && { parameters }),
      ...(values['no-rollback'] && { roll_back_on_failure: false }),
    };
    if (!body.plan && !body.chart_version && !body.parameters) {
      throw new Problem(
        'Nothing to change: give --plan, --chart-version or --set key=value. See --help.',
        { exitCode: exitCodes.wrongUse },
      );
    }
    await changeStore({
      api,
      id,
      change: 'upgrade',
      body,
      isWaiting: !values['no-wait'],
      timeoutMs,
    });
  },
});
