import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { urumiStoresTranslationRef } from '../../translation';
import { Section } from '../Section';
import {
  EngineChoice,
  EngineField,
  ParameterInputs,
  PlacementFields,
  PlanField,
  StoreOffer,
  switchEngine,
} from '../StoreParameters';

/** The parts of the form that the chosen engine decides, and where its store goes. */
export function ShopSections(props: {
  offer: StoreOffer;
  value: EngineChoice;
  onChange: (value: EngineChoice) => void;
  /** By field as the API calls it. */
  errors: Record<string, string>;
}) {
  const { offer, value, onChange, errors } = props;
  const { engines, clusters } = offer;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const engine = engines.find(({ id }) => id === value.engine);
  if (!engine) {
    return null;
  }
  return (
    <>
      <Section title={t('create.kind')}>
        <EngineField
          engines={engines}
          value={value.engine}
          error={errors.engine}
          onChange={id => onChange(switchEngine(engines, value, id))}
        />
      </Section>
      <Section title={t('create.size')}>
        <PlanField
          plans={engine.plans}
          value={value.plan}
          error={errors.plan}
          onChange={plan => onChange({ ...value, plan })}
        />
      </Section>
      <Section title={t('create.parameters')}>
        <ParameterInputs
          engine={engine}
          value={value}
          onChange={onChange}
          errors={errors}
        />
      </Section>
      <Section title={t('create.place')}>
        <PlacementFields
          clusters={clusters}
          value={value}
          onChange={onChange}
          errors={errors}
        />
      </Section>
    </>
  );
}
