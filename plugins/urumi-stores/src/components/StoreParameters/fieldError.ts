/** Props that make a field of @backstage/ui show an error that came from the server. */
export function fieldError(message: string | undefined) {
  return {
    validationBehavior: 'aria' as const,
    validate: () => message ?? null,
  };
}
