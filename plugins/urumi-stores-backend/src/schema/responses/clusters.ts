import {
  ClusterIncident,
  ClusterOffer,
  ClusterState,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { z } from 'zod';
import { limitUsageSchema } from './limits';
import { count, Fields, time } from './responseFields';

const clusterIncidentSchema = z.strictObject({
  code: z.string().describe('Word for programs, such as ClusterUnreachable'),
  message: z.string(),
  owner: z.literal('platform_operator').describe('Whose turn it is'),
  next_action: z.string(),
  since: time,
  stores_waiting: count.describe('Stores that cannot go on until it is over'),
} satisfies Fields<ClusterIncident>);

/** A cluster as the process sees it. */
export const clusterStateSchema = z.strictObject({
  name: z.string(),
  reachable: z.boolean(),
  simulated_nodes: z.boolean().nullable(),
  message: z.string().nullable(),
  since: time.nullable(),
  incident: clusterIncidentSchema
    .nullable()
    .describe('The one thing that is wrong, however many stores wait'),
} satisfies Fields<ClusterState>);

export const clusterOfferSchema = z.strictObject({
  ...clusterStateSchema.shape,
  labels: z
    .record(z.string(), z.string())
    .describe('What cluster_labels of a request can ask for'),
  capacity: limitUsageSchema
    .nullable()
    .describe('Stores that it holds and may hold; null: not limited'),
} satisfies Fields<ClusterOffer>);
