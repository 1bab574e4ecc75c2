import { isIPv4 } from 'node:net';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { JsonObject } from '@backstage/types';
import { z } from 'zod';
import { Cursor, decodeCursor } from './cursor';

/** Control characters, and halves of surrogate pairs, which no database keeps as written. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;

/** Levels of objects and lists in `parameters`. */
const MAX_PARAMETER_DEPTH = 16;

const LABEL = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?';

/** Text of one line, kept as written; its length counts code points. */
export function lineSchema(options: { maxLength: number; minLength: 0 | 1 }) {
  const { maxLength, minLength } = options;
  return z
    .string()
    .superRefine((text, context) => {
      const length = [...text].length;
      if (length > maxLength) {
        context.addIssue({
          code: 'custom',
          message: `must have at most ${maxLength} characters, it has ${length}`,
          params: { type: 'string_too_long' },
        });
      }
      if (length < minLength) {
        context.addIssue({
          code: 'custom',
          message: 'must not be empty',
          params: { type: 'string_too_short' },
        });
      }
      if (UNPRINTABLE.test(text)) {
        context.addIssue({
          code: 'custom',
          message: 'must not contain control characters',
        });
      }
    })
    .meta({ maxLength, ...(minLength > 0 && { minLength }) });
}

/** Name of an engine or a plan. */
export const nameSchema = z.string().regex(new RegExp(`^${LABEL}$`), {
  error: 'must be lower-case letters, digits and dashes, at most 63 of them',
});

/** Name of a cluster: any, as contexts of a kubeconfig are called in many ways. */
export const clusterNameSchema = lineSchema({ minLength: 1, maxLength: 63 });

/** Host name that an Ingress can carry. */
export const hostnameSchema = z
  .string()
  .max(253)
  .regex(new RegExp(`^${LABEL}(\\.${LABEL})*$`), {
    error:
      'must be a host name: labels of lower-case letters, digits and dashes with dots between them',
  })
  .refine(text => !isIPv4(text), {
    error: 'must be a host name, not an IP address',
  });

/** Ref of a group or user, in the spelling of the catalog afterwards. */
export const ownerRefSchema = lineSchema({ minLength: 1, maxLength: 255 })
  .transform((text, context) => {
    try {
      const ref = parseEntityRef(text, { defaultNamespace: 'default' });
      if (/^(group|user)$/i.test(ref.kind)) {
        return stringifyEntityRef(ref);
      }
    } catch {
      // Not an entity ref: the issue below says what is.
    }
    context.addIssue({
      code: 'custom',
      message:
        'must be the entity ref of a group or user, such as group:default/storefront',
    });
    return z.NEVER;
  })
  .pipe(z.string());

/** Parameters of a store: checked here for what no engine can take, by the engine for the rest. */
export const parametersSchema = z
  .record(z.string(), z.unknown())
  .superRefine((parameters, context) => {
    checkParameters({ value: parameters, path: [], context });
  })
  .transform(parameters => parameters as JsonObject);

function checkParameters(options: {
  value: unknown;
  path: (string | number)[];
  context: z.RefinementCtx;
}) {
  const { value, path, context } = options;
  if (path.length > MAX_PARAMETER_DEPTH) {
    context.addIssue({
      code: 'custom',
      message: `must not be nested more than ${MAX_PARAMETER_DEPTH} levels deep`,
      path: path.slice(0, 1),
    });
  } else if (typeof value === 'string') {
    checkParameterText({ text: value, path, context });
  } else if (Array.isArray(value)) {
    value.forEach((item, index) =>
      checkParameters({ value: item, path: [...path, index], context }),
    );
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      checkParameterText({ text: key, path, context });
      checkParameters({ value: item, path: [...path, key], context });
    }
  }
}

function checkParameterText(options: {
  text: string;
  path: (string | number)[];
  context: z.RefinementCtx;
}) {
  // Line breaks and tabs are fine in a value.
  if (UNPRINTABLE.test(options.text.replace(/[\t\n\r]/g, ''))) {
    options.context.addIssue({
      code: 'custom',
      message: 'must not contain control characters',
      path: options.path,
    });
  }
}

/** Id of a store or a job, in the spelling of the database. */
export const uuidSchema = z
  .guid({ error: 'must be a UUID' })
  .transform(text => text.toLowerCase())
  .pipe(z.string());

/** A whole number in a query or a header. */
export function queryNumberSchema(options: { min: number; max: number }) {
  return z.preprocess(
    value =>
      typeof value === 'string' && /^-?\d+$/.test(value)
        ? Number(value)
        : value,
    z.int().min(options.min).max(options.max),
  );
}

/** A whole number in a query or a header that has a default. */
export function queryIntegerSchema(options: {
  min: number;
  max: number;
  default: number;
}) {
  return queryNumberSchema(options)
    .default(options.default)
    .meta({ default: options.default });
}

/** `true` or `false` in a query. */
export function queryBooleanSchema(options: { default: boolean }) {
  return z
    .preprocess(value => {
      if (value === 'true') {
        return true;
      }
      return value === 'false' ? false : value;
    }, z.boolean())
    .default(options.default)
    .meta({ default: options.default });
}

/** Several values in a query: the key repeated, or the values with commas between them. */
export function queryListSchema<T extends z.ZodType>(
  item: T,
  options: { maxItems?: number } = {},
) {
  const { maxItems } = options;
  const list = z.array(item);
  return z.preprocess(
    value =>
      (Array.isArray(value) ? value : [value]).flatMap(part =>
        typeof part === 'string' ? part.split(',') : [part],
      ),
    maxItems === undefined ? list : list.max(maxItems),
  );
}

/** The cursor of a `Link` header, for one list. */
export function cursorFieldSchema(list: Cursor['list']) {
  return z.string().transform((text, context) => {
    const cursor = decodeCursor(text);
    if (cursor?.list !== list) {
      context.addIssue({
        code: 'custom',
        message: 'is not a cursor of this list; take it from the Link header',
      });
      return z.NEVER;
    }
    return cursor;
  });
}
