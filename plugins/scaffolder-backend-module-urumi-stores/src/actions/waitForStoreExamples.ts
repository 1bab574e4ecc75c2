import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

/** Examples of `urumi:store:wait`, shown in the list of installed actions. */
export const waitForStoreExamples: TemplateExample[] = [
  {
    description: 'Wait until a store is ready',
    example: stringify({
      steps: [
        {
          id: 'wait',
          name: 'Wait until the store is ready',
          action: 'urumi:store:wait',
          input: { storeId: '01935c5e-7a40-7000-8000-000000000001' },
        },
      ],
    }),
  },
  {
    description: 'Wait at most ten minutes until a store is deleted',
    example: stringify({
      steps: [
        {
          id: 'wait',
          name: 'Wait until the store is gone',
          action: 'urumi:store:wait',
          input: {
            storeId: '01935c5e-7a40-7000-8000-000000000001',
            until: 'DELETED',
            timeoutMinutes: 10,
          },
        },
      ],
    }),
  },
];
