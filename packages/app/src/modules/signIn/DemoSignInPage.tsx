import { useState } from 'react';
import {
  Alert,
  Button,
  Card,
  CardBody,
  CardFooter,
  Container,
  Flex,
  Grid,
  Text,
} from '@backstage/ui';
import { ProxiedSignInPage } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SignInPageProps } from '@backstage/plugin-app-react';
import { appTranslationRef } from '../../translation';
import { LogoFull } from '../nav/LogoFull';
import { DemoPerson } from './readDemoPeople';
import { forgetOnSignOut, rememberedPerson } from './rememberedPerson';

/** Header in which the demo sign-in of the backend reads who signs in. */
const DEMO_USER_HEADER = 'x-urumi-demo-user';

/** Offers the people of the demo organisation, who sign in without a password. */
export function DemoSignInPage(
  props: SignInPageProps & { people: DemoPerson[] },
) {
  const { people, onSignInSuccess } = props;
  const { t } = useTranslationRef(appTranslationRef);
  const [chosen, setChosen] = useState(() =>
    people.find(person => person.name === rememberedPerson.get()),
  );

  if (chosen) {
    return (
      <ProxiedSignInPage
        provider="demo"
        headers={{ [DEMO_USER_HEADER]: chosen.name }}
        onSignInSuccess={identity => {
          rememberedPerson.set(chosen.name);
          onSignInSuccess(forgetOnSignOut(identity));
        }}
        ErrorComponent={SignInFailure}
      />
    );
  }
  return (
    <Container py="9">
      <Flex
        direction="column"
        gap="6"
        style={{ maxWidth: 960, margin: 'auto', paddingTop: '8vh' }}
      >
        <Flex direction="column" gap="3">
          <LogoFull />
          <Text as="h1" variant="title-medium">
            {t('signIn.title')}
          </Text>
          <Text as="p" color="secondary">
            {t('signIn.demo')}
          </Text>
        </Flex>
        <Grid.Root columns={{ initial: '1', sm: '3' }} gap="4">
          {people.map(person => (
            <Card key={person.name}>
              <CardBody>
                <Flex direction="column" gap="2">
                  <Text as="h2" variant="title-x-small">
                    {person.title}
                  </Text>
                  <Text as="p" weight="bold">
                    {t('signIn.team', { team: person.team })}
                  </Text>
                  <Text as="p" color="secondary">
                    {person.may ?? t('signIn.may', { team: person.team })}
                  </Text>
                </Flex>
              </CardBody>
              <CardFooter>
                <Button
                  variant="primary"
                  aria-label={t('signIn.submitAs', { person: person.title })}
                  onPress={() => setChosen(person)}
                >
                  {t('signIn.submit')}
                </Button>
              </CardFooter>
            </Card>
          ))}
        </Grid.Root>
      </Flex>
    </Container>
  );
}

function SignInFailure(props: { error?: Error }) {
  const { t } = useTranslationRef(appTranslationRef);
  return (
    <Container py="9">
      <Alert
        role="alert"
        status="danger"
        icon
        title={t('signIn.failed')}
        description={props.error?.message}
        customActions={
          <Button
            variant="secondary"
            onPress={() => {
              rememberedPerson.forget();
              window.location.reload();
            }}
          >
            {t('signIn.again')}
          </Button>
        }
      />
    </Container>
  );
}
