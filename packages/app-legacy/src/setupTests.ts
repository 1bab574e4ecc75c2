import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// Pages are loaded when they are first shown, and forms are filled in key by key: on a busy
// machine both take seconds.
configure({ asyncUtilTimeout: 20_000 });
jest.setTimeout(90_000);
