import { Flex, Radio, RadioGroup, Text } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Engine } from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresTranslationRef } from '../../translation';
import { fieldError } from './fieldError';
import { useChoiceStyles } from './useChoiceStyles';

/** Choice of the engine: the kind of the store. With a single one there is nothing to choose. */
export function EngineField(props: {
  engines: Engine[];
  value: string;
  error: string | undefined;
  onChange: (engineId: string) => void;
}) {
  const { engines, value, error, onChange } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const classes = useChoiceStyles();
  if (engines.length === 1) {
    const [{ title, description }] = engines;
    return (
      <Text as="p" color="secondary">
        {t('create.oneEngine', { title, description })}
      </Text>
    );
  }
  return (
    <RadioGroup
      label={t('create.engine')}
      value={value}
      onChange={onChange}
      {...fieldError(error)}
    >
      <div className={classes.cards}>
        {engines.map(engine => (
          <Radio
            key={engine.id}
            value={engine.id}
            isDisabled={!engine.enabled}
            className={classes.card}
          >
            <Flex direction="column" gap="0.5">
              <Text as="span" weight="bold">
                {engine.enabled
                  ? engine.title
                  : `${engine.title} (${t('create.engineDisabled')})`}
              </Text>
              <Text as="span" variant="body-small" color="secondary">
                {engine.description}
              </Text>
              <Text as="span" variant="body-small" color="secondary">
                {t('create.engineVersion', { version: engine.app_version })}
              </Text>
            </Flex>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
