const SECRET_FIELD =
  /((?:password|passwd|secret|token|api[-_]?key|client-key-data|client-certificate-data|authorization)["']?\s*[:=]\s*["']?(?:bearer\s+|basic\s+)?)[^\s"',}]+/gi;
// Every repetition is bounded: a pod chooses the text, and none may hold the process up.
const JSON_WEB_TOKEN =
  /(?<![\w-])eyJ[\w-]{10,4096}\.[\w-]{1,8192}\.[\w-]{0,2048}/g;
const PEM_BLOCK =
  /-----BEGIN [^-\n]{1,64}-----[\s\S]{0,16384}?-----END [^-\n]{1,64}-----/g;
const URL_PASSWORD = /(:\/\/[^/\s:@]{1,256}:)[^@\s/]{1,1024}@/g;

/** Takes out of a program's output what looks like a secret. */
export function redact(text: string): string {
  return text
    .replace(PEM_BLOCK, '[redacted]')
    .replace(JSON_WEB_TOKEN, '[redacted]')
    .replace(URL_PASSWORD, '$1[redacted]@')
    .replace(SECRET_FIELD, '$1[redacted]');
}
