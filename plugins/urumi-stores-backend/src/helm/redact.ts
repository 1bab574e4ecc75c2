const SECRET_FIELD =
  /((?:password|passwd|secret|token|api[-_]?key|client-key-data|client-certificate-data|authorization)["']?\s*[:=]\s*["']?(?:bearer\s+|basic\s+)?)[^\s"',}]+/gi;
const JSON_WEB_TOKEN = /eyJ[\w-]{10,}\.[\w-]+\.[\w-]*/g;
const PEM_BLOCK = /-----BEGIN [^-]+-----[\s\S]*?-----END [^-]+-----/g;
const URL_PASSWORD = /(:\/\/[^/\s:@]+:)[^@\s/]+@/g;

/** Takes out of a program's output what looks like a secret. */
export function redact(text: string): string {
  return text
    .replace(PEM_BLOCK, '[redacted]')
    .replace(JSON_WEB_TOKEN, '[redacted]')
    .replace(URL_PASSWORD, '$1[redacted]@')
    .replace(SECRET_FIELD, '$1[redacted]');
}
