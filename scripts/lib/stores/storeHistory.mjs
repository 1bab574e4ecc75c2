import { runCommand } from './command.mjs';

await runCommand({
  positionals: ['id'],
  options: { json: { type: 'boolean', default: false } },
  async main({ api, id, values }) {
    const revisions = await api.stores(
      'GET',
      `stores/${encodeURIComponent(id)}/revisions`,
    );
    console.log(
      values.json
        ? JSON.stringify(revisions, null, 2)
        : revisions.map(describe).join('\n'),
    );
  },
});

function describe(revision) {
  const { action, actor, plan, state, job_state: ended, rollback } = revision;
  return [
    `${revision.current ? '*' : ' '} ${revision.revision}  ${
      revision.created_at
    }  ${action ?? 'not by the platform'}  chart ${
      revision.chart_version
    }  plan ${plan ?? 'unknown'}  ${state ?? 'no longer in the cluster'}`,
    `    ${revision.message}`,
    `    by ${actor ?? 'unknown'}${
      revision.job_id ? `, job ${revision.job_id} ${ended ?? ''}` : ''
    }`.trimEnd(),
    ...(revision.parameters
      ? [`    parameters ${JSON.stringify(revision.parameters)}`]
      : []),
    `    roll back: ${rollback.possible ? 'possible' : 'not possible'}. ${
      rollback.reason
    }`,
  ].join('\n');
}
