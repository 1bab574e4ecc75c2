/** What a template has asked for beside the field, in the names that the templates of stores use. */
export interface TemplateValues {
  /** Entity ref. */
  owner?: string;
  displayName?: string;
}

/** Reads owner and name of the new store from what the form of a template holds. */
export function readTemplateValues(formData: unknown): TemplateValues {
  const { owner, displayName } = (formData ?? {}) as Record<string, unknown>;
  return {
    ...(isFilled(owner) && { owner }),
    ...(isFilled(displayName) && { displayName }),
  };
}

/** The request that the template will make. */
export function toRequest<T extends object>(
  choice: T,
  { owner, displayName }: TemplateValues,
) {
  return {
    ...choice,
    ...(owner !== undefined && { owner }),
    ...(displayName !== undefined && { display_name: displayName }),
  };
}

function isFilled(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
