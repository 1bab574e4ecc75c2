import '@testing-library/jest-dom';

// Filling in a whole form key by key takes seconds on a busy machine.
jest.setTimeout(60_000);
