// HTML from template literals: html`<p>${text}</p>` escapes every value, and there is no way to say that a string needs
// none. Only what html and attributes return goes in as it is, and each only where it belongs.

const ESCAPES = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const ADDRESS_ATTRIBUTE = /\s(?:href|src|action|formaction)="$/i;
/** On this host, or of the web: never `javascript:` and never `//other.host`. */
const ADDRESS = /^(?:\/(?![/\\])|[?#]|https?:\/\/)/;

class Html {
  #text;

  /** @param {string} text */
  constructor(text) {
    this.#text = text;
  }

  /** @param {unknown} value */
  static textOf(value) {
    return isObject(value) && #text in value ? value.#text : undefined;
  }

  toString() {
    return this.#text;
  }
}

class Attributes {
  #text;

  /** @param {string} text */
  constructor(text) {
    this.#text = text;
  }

  /** @param {unknown} value */
  static textOf(value) {
    return isObject(value) && #text in value ? value.#text : undefined;
  }
}

/** @typedef {InstanceType<typeof Html>} SafeHtml */

/** @param {unknown} text */
export function escapeHtml(text) {
  return String(text).replace(/[&<>"']/g, character => ESCAPES[character]);
}

/**
 * Values may be text, numbers, other HTML and lists of these; false, null and undefined are nothing. In a tag they stand
 * in double quotes, or come from attributes().
 *
 * @param {TemplateStringsArray} strings
 * @param {...unknown} values
 * @returns {SafeHtml}
 * @throws {TypeError} for a value that is not safe where it stands.
 */
export function html(strings, ...values) {
  const places = placesOf(strings);
  let result = strings[0];
  values.forEach((value, index) => {
    result += inPlace[places[index]](value) + strings[index + 1];
  });
  return new Html(result);
}

/**
 * Attributes of one tag: true gives the bare name; false, null and undefined give nothing.
 *
 * @param {Record<string, string | number | boolean | null | undefined>} named
 */
export function attributes(named) {
  const parts = [];
  for (const [name, value] of Object.entries(named)) {
    if (
      !/^[a-z][a-z-]*$/.test(name) ||
      /^(?:on|style$|href$|src$|form|action$)/.test(name)
    ) {
      throw new TypeError(`Not an attribute for attributes(): ${name}`);
    }
    if (value === true) {
      parts.push(name);
    } else if (value !== false && value !== null && value !== undefined) {
      parts.push(`${name}="${escapeHtml(value)}"`);
    }
  }
  return new Attributes(parts.join(' '));
}

/** @type {Record<string, (value: unknown) => string>} */
const inPlace = {
  text: textOf,
  value(value) {
    if (typeof value !== 'string' && typeof value !== 'number') {
      throw new TypeError(`Not the value of an attribute: ${typeof value}`);
    }
    return escapeHtml(value);
  },
  address(value) {
    if (typeof value !== 'string' || !ADDRESS.test(value)) {
      throw new TypeError('Not an address that may be linked to');
    }
    return escapeHtml(value);
  },
  tag(value) {
    const text = Attributes.textOf(value);
    if (text === undefined) {
      throw new TypeError('Only attributes() may stand bare in a tag');
    }
    return text;
  },
};

/** @param {unknown} value @returns {string} */
function textOf(value) {
  if (value === null || value === undefined || value === false) {
    return '';
  }
  if (Array.isArray(value)) {
    return value.map(textOf).join('');
  }
  if (typeof value === 'string' || typeof value === 'number') {
    return escapeHtml(value);
  }
  const own = Html.textOf(value);
  if (own === undefined) {
    throw new TypeError(`Neither text nor HTML: ${typeof value}`);
  }
  return own;
}

/** @type {WeakMap<TemplateStringsArray, string[]>} */
const known = new WeakMap();

/** Where each value of a template stands; found out once per template. */
function placesOf(/** @type {TemplateStringsArray} */ strings) {
  let places = known.get(strings);
  if (!places) {
    places = [];
    let place = 'text';
    for (const part of strings) {
      if (/<(?:script|style|iframe|object|!--)/i.test(part)) {
        throw new TypeError(
          'Templates hold no scripts, styles, frames or comments',
        );
      }
      place = placeAfter(part, place);
      places.push(
        place === 'value' && ADDRESS_ATTRIBUTE.test(part) ? 'address' : place,
      );
    }
    if (place !== 'text') {
      throw new TypeError('The template ends inside a tag');
    }
    known.set(strings, places);
  }
  return places;
}

/** @param {string} part @param {string} start */
function placeAfter(part, start) {
  let place = start;
  for (let index = 0; index < part.length; index += 1) {
    const character = part[index];
    if (place === 'text') {
      place = character === '<' ? 'tag' : 'text';
    } else if (place === 'value') {
      place = character === '"' ? 'tag' : 'value';
    } else if (character === '>') {
      place = 'text';
    } else if (character === '"' && part[index - 1] === '=') {
      place = 'value';
    } else if (character === '"' || character === "'") {
      throw new TypeError('Values of attributes stand in double quotes');
    }
  }
  if (place === 'tag' && !/\s$/.test(part)) {
    throw new TypeError('Values of attributes stand in double quotes');
  }
  return place;
}

function isObject(/** @type {unknown} */ value) {
  return typeof value === 'object' && value !== null;
}
