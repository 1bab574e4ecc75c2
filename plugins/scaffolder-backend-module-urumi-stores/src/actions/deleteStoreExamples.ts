import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

/** Examples of `urumi:store:delete`, shown in the list of installed actions. */
export const deleteStoreExamples: TemplateExample[] = [
  {
    description: 'Delete a store and wait until nothing of it is left',
    example: stringify({
      steps: [
        {
          id: 'delete',
          name: 'Delete the store',
          action: 'urumi:store:delete',
          input: { storeId: '01935c5e-7a40-7000-8000-000000000001' },
        },
        {
          id: 'wait',
          name: 'Wait until nothing of it is left',
          action: 'urumi:store:wait',
          input: {
            storeId: '01935c5e-7a40-7000-8000-000000000001',
            until: 'DELETED',
          },
        },
      ],
    }),
  },
];
