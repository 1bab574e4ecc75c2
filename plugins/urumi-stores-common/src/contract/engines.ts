import { JsonObject } from '@backstage/types';

/** @public */
export interface EnginePlan {
  name: string;
  title: string;
  description: string;
  /** Hard limits of the namespace's ResourceQuota. */
  quota: Record<string, string>;
}

/** One entry of `GET /engines`. @public */
export interface Engine {
  id: string;
  title: string;
  description: string;
  enabled: boolean;
  chart_version: string;
  app_version: string;
  default_plan: string;
  plans: EnginePlan[];
  /** JSON Schema of `parameters`, defaults included. */
  parameters_schema: JsonObject;
}
