import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

/** Examples of `urumi:store:create`, shown in the list of installed actions. */
export const createStoreExamples: TemplateExample[] = [
  {
    description: 'Create a store with the defaults, owned by the caller’s team',
    example: stringify({
      steps: [
        {
          id: 'create',
          name: 'Create the store',
          action: 'urumi:store:create',
          input: { displayName: 'Summer sale' },
        },
      ],
    }),
  },
  {
    description: 'Create a larger store for another team, in euros',
    example: stringify({
      steps: [
        {
          id: 'create',
          name: 'Create the store',
          action: 'urumi:store:create',
          input: {
            displayName: 'Boutique Genève',
            engine: 'woocommerce',
            plan: 'medium',
            owner: 'group:default/storefront',
            parameters: {
              currency: 'EUR',
              country: 'FR',
              sample_data: false,
            },
          },
        },
      ],
    }),
  },
  {
    description:
      'Create the store that was chosen in the form field UrumiStoreParameters',
    example: stringify({
      steps: [
        {
          id: 'create',
          name: 'Create the store',
          action: 'urumi:store:create',
          input: {
            displayName: '${{ parameters.displayName }}',
            owner: '${{ parameters.owner }}',
            engine: '${{ parameters.shop.engine }}',
            plan: '${{ parameters.shop.plan }}',
            parameters: '${{ parameters.shop.parameters }}',
          },
        },
      ],
    }),
  },
];
