import { CreateStoreRequest } from '@urumi/backstage-plugin-urumi-stores-common';
import { EngineChoice } from '../StoreParameters';

/** What the form holds. */
export interface CreateStoreValues {
  owner: string;
  displayName: string;
  choice: EngineChoice;
}

/** A store that somebody is about to create. */
export interface CreateStoreDraft {
  values: CreateStoreValues;
  /** Goes with each try, so that all of them together make one store. */
  idempotencyKey: string;
  /** What was sent with this key first and has not been answered, as far as is known. */
  unanswered?: CreateStoreRequest;
}

/** Raised whenever the form of a draft changes. */
const VERSION = 1;

/** The server forgets keys after a day; a draft that is older could make a second store. */
const KEEP_MS = 20 * 60 * 60 * 1000;

interface StoredDraft {
  version: number;
  savedAt: number;
  draft: CreateStoreDraft;
}

/** The draft that a person has left in this tab, if there is one. */
export function readDraft(person: string): CreateStoreDraft | undefined {
  try {
    const stored: StoredDraft | null = JSON.parse(
      window.sessionStorage.getItem(storageKey(person)) ?? 'null',
    );
    return stored?.version === VERSION && Date.now() - stored.savedAt < KEEP_MS
      ? stored.draft
      : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps the draft of a person in this tab, where the browser lets it. */
export function writeDraft(person: string, draft: CreateStoreDraft): void {
  const stored: StoredDraft = {
    version: VERSION,
    savedAt: Date.now(),
    draft,
  };
  try {
    window.sessionStorage.setItem(storageKey(person), JSON.stringify(stored));
  } catch {
    // A form without a memory is still a form.
  }
}

/** Forgets the draft of a person. */
export function removeDraft(person: string): void {
  try {
    window.sessionStorage.removeItem(storageKey(person));
  } catch {
    // There is none where nothing can be kept.
  }
}

/** 128 random bits. `crypto.randomUUID` is missing where the app is served without TLS. */
export function createIdempotencyKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

function storageKey(person: string): string {
  return `urumi-stores:create:${person}`;
}
