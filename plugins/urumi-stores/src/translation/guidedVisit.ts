/** The guided first visit of the Stores page, and its help. */
export const guidedVisitMessages = {
  guidedVisit: {
    label: 'Guided visit',
    progress: 'Tip {{number}} of {{total}}',
    previous: 'Previous tip',
    next: 'Next tip',
    done: 'Got it',
    skip: 'Skip the visit',
    help: 'Help',
    restart: 'Show the guided visit',
    documentation: 'Read the documentation',
    runbook: 'Look up why a store failed',
    welcomeTitle: 'A shop of your own, in a minute',
    welcomeText:
      'Each store is a real online shop with a database, an address and an admin login of its own. It belongs to one of your teams.',
    createTitle: 'Create one',
    createText:
      'Press Create store, choose the kind of shop and its size. Before anything is made you see what will be, and whether your limits allow it.',
    watchTitle: 'Watch it come up',
    watchText:
      'The page of the store shows each step and what it waits for. READY means that a customer can order: the platform has just placed an order itself, and taken it back.',
    failTitle: 'When something fails',
    failText:
      'The store says why, whose turn it is and what to do next. From there you get to the explanation in the runbook.',
    deleteTitle: 'Delete what you no longer need',
    deleteText:
      'You see beforehand what will be lost. Afterwards a receipt says what was deleted and when it was gone.',
  },
} as const;
