/** The Markdown page of an OpenAPI document: its calls, then its schemas. */
export function renderApiPage(document) {
  const paths = Object.entries(document.paths);
  const { schemas } = document.components;
  return `${[
    '# HTTP API',
    '',
    'Made from the OpenAPI document, which the backend serves at `/api/urumi-stores/openapi.json` and validates by; do not edit this page,',
    'run `tools/bootstrap.sh yarn api-docs`. Paths are below `/api/urumi-stores`. Every call but those that are open needs a Backstage token:',
    '`Authorization: Bearer …`. Errors carry `error: {name, message}` and `detail`, which is text, or for 422 a list of `{loc, msg, type}`.',
    '',
    '## Calls',
    ...paths.flatMap(([path, item]) =>
      Object.entries(item).flatMap(([method, operation]) =>
        renderOperation(method, path, operation),
      ),
    ),
    '',
    '## Schemas',
    ...Object.entries(schemas).flatMap(([name, schema]) => [
      '',
      `### ${name}`,
      ...described(schema),
      ...renderFields(schema, ''),
    ]),
  ].join('\n')}\n`;
}

function renderOperation(method, path, operation) {
  const parameters = operation.parameters ?? [];
  const body = operation.requestBody?.content;
  const permission = operation['x-urumi-permission'];
  const isOpen = Array.isArray(operation.security);
  return [
    '',
    `### ${method.toUpperCase()} ${path}`,
    '',
    `${operation.summary}.`,
    '',
    permission === 'none'
      ? `Permission: none, ${isOpen ? 'open' : 'a token is enough'}.`
      : `Permission: \`${permission}\`.`,
    '',
    ...parameters.map(
      ({ name, in: place, schema, description }) =>
        `- \`${name}\` (${place}): ${typeOf(schema)}${after(description)}`,
    ),
    ...(body ? [`- body: ${typeOf(schemaOf(body))}`] : []),
    ...Object.entries(operation.responses).map(([status, response]) => {
      const { description, content } = response;
      const type = Number(status) < 400 ? `${typeOf(schemaOf(content))}` : '';
      return `- ${status}: ${type}${type ? after(description) : description}`;
    }),
  ];
}

function schemaOf(content) {
  const [media] = Object.values(content ?? {});
  return media?.schema;
}

function described({ description }) {
  return description === undefined ? [] : ['', `${description}`];
}

function renderFields(schema, indent) {
  const properties = schema.properties;
  if (!properties) {
    return indent ? [] : ['', typeOf(schema)];
  }
  const required = schema.required ?? [];
  return [
    ...(indent ? [] : ['']),
    ...Object.entries(properties).flatMap(([name, property]) => {
      const need = required.includes(name) ? '' : ', optional';
      return [
        `${indent}- \`${name}\`: ${typeOf(property)}${need}${after(
          property.description,
        )}`,
        ...renderFields(elementOf(property), `${indent}  `),
      ];
    }),
  ];
}

/** What the items of an array, or what is not null, are. */
function elementOf(schema) {
  if (schema.items) {
    return elementOf(schema.items);
  }
  const choices = schema.anyOf ?? [];
  const [choice, ...others] = choices.filter(({ type }) => type !== 'null');
  return choice && others.length === 0 ? elementOf(choice) : schema;
}

function typeOf(value) {
  const schema = value ?? {};
  if (typeof schema.$ref === 'string') {
    const name = schema.$ref.split('/').at(-1);
    return `[${name}](#${name.toLowerCase()})`;
  }
  if (Array.isArray(schema.enum)) {
    return schema.enum.map(entry => `\`${entry}\``).join(', ');
  }
  if (schema.const !== undefined) {
    return `\`${schema.const}\``;
  }
  const choices = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(choices)) {
    return choices.map(typeOf).join(' or ');
  }
  if (schema.type === 'array') {
    return `list of ${typeOf(schema.items)}`;
  }
  const type = Array.isArray(schema.type)
    ? schema.type.join(' or ')
    : schema.type ?? 'anything';
  const limits = [
    schema.format,
    bound('at least', schema.minimum ?? schema.minLength),
    bound('at most', schema.maximum ?? schema.maxLength),
    bound('default', schema.default),
  ].filter(Boolean);
  return `${type}${limits.length ? ` (${limits.join(', ')})` : ''}`;
}

function bound(word, value) {
  return value === undefined ||
    value === Number.MAX_SAFE_INTEGER ||
    value === Number.MIN_SAFE_INTEGER
    ? ''
    : `${word} ${JSON.stringify(value)}`;
}

function after(description) {
  return description === undefined ? '' : `: ${description}`;
}
