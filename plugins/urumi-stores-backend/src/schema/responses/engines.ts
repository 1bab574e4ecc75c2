import {
  Engine,
  EnginePlan,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { z } from 'zod';
import { Fields, jsonObject, quantities } from './responseFields';

const enginePlanSchema = z.strictObject({
  name: z.string(),
  title: z.string(),
  description: z.string(),
  quota: quantities,
} satisfies Fields<EnginePlan>);

export const engineSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  enabled: z.boolean(),
  chart_version: z.string(),
  app_version: z.string(),
  default_plan: z.string(),
  plans: z.array(enginePlanSchema),
  parameters_schema: jsonObject.describe('JSON Schema of parameters'),
} satisfies Fields<Engine>);
