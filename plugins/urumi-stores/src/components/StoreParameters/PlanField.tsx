import { Flex, Radio, RadioGroup, Text } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EnginePlan } from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresTranslationRef } from '../../translation';
import { fieldError } from './fieldError';
import { planCost } from './planCost';
import { useChoiceStyles } from './useChoiceStyles';

/** Choice of the plan: the size of the store. */
export function PlanField(props: {
  plans: EnginePlan[];
  value: string;
  error: string | undefined;
  onChange: (plan: string) => void;
}) {
  const { plans, value, error, onChange } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const classes = useChoiceStyles();
  return (
    <RadioGroup
      label={t('create.plan')}
      value={value}
      onChange={onChange}
      {...fieldError(error)}
    >
      <div className={classes.cards}>
        {plans.map(plan => (
          <Radio key={plan.name} value={plan.name} className={classes.card}>
            <Flex direction="column" gap="0.5">
              <Text as="span" weight="bold">
                {plan.title}
              </Text>
              <Text as="span" variant="body-small" color="secondary">
                {plan.description}
              </Text>
              <Text as="span" variant="body-small">
                {t('create.planCost', planCost(plan.quota))}
              </Text>
            </Flex>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
