import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { JsonObject, JsonValue } from '@backstage/types';
import { SecretsContextProvider } from '@backstage/plugin-scaffolder-react';
import { Stepper } from '@backstage/plugin-scaffolder-react/alpha';
import {
  storePlanField,
  storeVersionField,
} from '../components/StoreChangeFields';
import { storeParametersField } from '../components/StoreParametersField';
import { renderPage } from './renderPage';

const extensions = [
  storeParametersField,
  storePlanField,
  storeVersionField,
].map(({ name, component, validation }) => ({ name, component, validation }));

/** Renders the form of a template that has the plugin's fields. Its only step is of the schema. */
export function renderTemplateForm(options: {
  schema: JsonObject;
  initialState?: Record<string, JsonValue>;
  /** Names of permissions that the user does not have. */
  denied?: string[];
}) {
  const { schema, initialState = {}, denied } = options;
  const created: JsonObject[] = [];
  // Each step of the form begins at the top, which jsdom cannot do.
  jest.spyOn(window, 'scrollTo').mockImplementation();
  renderPage(
    <SecretsContextProvider>
      <Stepper
        manifest={{
          title: 'A template',
          steps: [{ title: 'The only step', schema }],
        }}
        extensions={extensions}
        initialState={initialState}
        onCreate={async values => {
          created.push(values);
        }}
      />
    </SecretsContextProvider>,
    { denied },
  );

  return {
    /** Goes through to the end. Returns what is created of. */
    async finish() {
      await userEvent.click(screen.getByRole('button', { name: 'Review' }));
      await userEvent.click(
        await screen.findByRole('button', { name: 'Create' }),
      );
      await waitFor(() => expect(created).toHaveLength(1));
      return created[0];
    },
  };
}
