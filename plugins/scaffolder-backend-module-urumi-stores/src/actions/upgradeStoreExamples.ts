import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

/** Examples of `urumi:store:upgrade`, shown in the list of installed actions. */
export const upgradeStoreExamples: TemplateExample[] = [
  {
    description: 'Give a store more room, and change one of its parameters',
    example: stringify({
      steps: [
        {
          id: 'upgrade',
          name: 'Upgrade the store',
          action: 'urumi:store:upgrade',
          input: {
            storeId: '01935c5e-7a40-7000-8000-000000000001',
            plan: 'medium',
            parameters: { currency: 'EUR' },
          },
        },
      ],
    }),
  },
];
