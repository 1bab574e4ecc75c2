import { classifyApiMessage, ErrorClassification } from '../kubernetes';

const RULES: ({ pattern: RegExp } & Omit<
  ErrorClassification,
  'message' | 'infrastructure'
>)[] = [
  {
    pattern: /another operation \(install\/upgrade\/rollback\) is in progress/i,
    code: 'ReleaseLocked',
    errorClass: 'needs_unlock',
    nextAction: 'Nothing: the release is unlocked by itself if it is ours.',
  },
  {
    pattern:
      /release: already exists|cannot re-?use a name|the object has been modified/i,
    code: 'ReleaseRace',
    errorClass: 'retryable',
    nextAction: 'Nothing: it is tried again by itself.',
  },
  {
    pattern: /don't meet the specifications of the schema/i,
    code: 'ChartValuesInvalid',
    errorClass: 'operator_fixable',
    nextAction:
      "Make the engine's values fit the schema of its chart; then retry.",
  },
  {
    pattern: /conflict with|Apply failed with \d+ conflict/i,
    code: 'FieldConflict',
    errorClass: 'operator_fixable',
    nextAction:
      'Someone changed an object of the store by hand: take that change back; then retry.',
  },
  {
    pattern:
      /parse error|execution error at|error calling|template: |YAML parse|Chart\.yaml|no such file or directory|chart requires kubeVersion/i,
    code: 'ChartBroken',
    errorClass: 'operator_fixable',
    nextAction: "Correct the engine's chart; then retry.",
  },
  {
    pattern: /Too long: .*\b1048576\b|request (entity )?(is )?too large/i,
    code: 'ReleaseTooLarge',
    errorClass: 'operator_fixable',
    nextAction:
      "Make the engine's chart smaller: a release must fit into one Secret of 1 MiB.",
  },
  {
    pattern: /is invalid:|unknown field|no matches for kind/i,
    code: 'ObjectInvalid',
    errorClass: 'operator_fixable',
    nextAction: "Correct the engine's chart or plan; then retry.",
  },
];

/** What Helm's error output means. It is a hint to the cause only: the release tells the outcome. */
export function classifyHelmFailure(stderr: string): ErrorClassification {
  const message = errorLines(stderr);
  const rule = RULES.find(({ pattern }) => pattern.test(message));
  if (rule) {
    const { pattern: _, ...classification } = rule;
    return { ...classification, message, infrastructure: false };
  }
  return (
    classifyApiMessage(message) ?? {
      code: 'HelmFailed',
      errorClass: 'retryable',
      nextAction: 'Nothing: it is tried again by itself.',
      message,
      infrastructure: false,
    }
  );
}

/** The lines that say what went wrong, without the log lines between them. */
function errorLines(stderr: string): string {
  const lines = stderr.split('\n').filter(line => line.trim());
  const errors = lines.filter(line => !/^(level|time)=/.test(line));
  const causes = lines.flatMap(line => {
    const [, quoted] =
      /msg="uninstall: Failed to delete release".*? error="((?:[^"\\]|\\.)*)"/.exec(
        line,
      ) ?? [];
    return quoted === undefined ? [] : [quoted.replace(/\\(.)/g, '$1')];
  });
  return [...(errors.length ? errors : lines), ...causes]
    .join('\n')
    .replace(/^Error: /, '')
    .trim()
    .slice(0, 4_000);
}
