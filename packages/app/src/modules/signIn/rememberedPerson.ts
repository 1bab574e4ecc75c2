import { IdentityApi } from '@backstage/core-plugin-api';

const STORAGE_KEY = 'urumi-demo-person';

/** The person whom this tab has chosen, so that a reload stays signed in. */
export const rememberedPerson = {
  get: () => sessionStorage.getItem(STORAGE_KEY) ?? undefined,
  set: (name: string) => sessionStorage.setItem(STORAGE_KEY, name),
  forget: () => sessionStorage.removeItem(STORAGE_KEY),
};

/** The same identity, whose sign-out also forgets the chosen person. */
export function forgetOnSignOut(identity: IdentityApi): IdentityApi {
  return {
    getProfileInfo: () => identity.getProfileInfo(),
    getBackstageIdentity: () => identity.getBackstageIdentity(),
    getCredentials: () => identity.getCredentials(),
    async signOut() {
      rememberedPerson.forget();
      await identity.signOut();
    },
  };
}
