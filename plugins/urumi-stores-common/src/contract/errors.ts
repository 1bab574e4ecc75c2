/** Validation error as it stands in `detail` of a 422. @public */
export interface ValidationErrorDetail {
  loc: (string | number)[];
  msg: string;
  type: string;
}

/** Body of every error answer. @public */
export interface StoreErrorBody {
  error: { name: string; message: string };
  detail: string | ValidationErrorDetail[];
}
