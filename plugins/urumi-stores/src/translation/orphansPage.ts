/** The page of what stores have left behind. */
export const orphansPageMessages = {
  orphans: {
    title: 'Orphans',
    denied:
      'Only people who look after the whole fleet see what stores have left behind. Ask a platform engineer for the permission urumi.fleet.manage.',
    stale: 'What you see may be old',
    unseen: 'Cluster {{name}} could not be looked at',
    more: 'There are more than these: remove some, then look again',
    name: 'Object',
    cluster: 'Cluster',
    age: 'Age',
    store: 'Store',
    noStore: 'Unknown',
    why: 'Why it is an orphan',
    actions: 'What can be done',
    labels: 'Labels: {{number}}',
    deleting: 'It is being deleted.',
    empty: 'Nothing is left over',
    emptySoFar: 'Nothing is left over in the clusters that answered',
    emptyHint:
      'Namespaces and volumes of stores without a living store would stand here.',
    adopt: 'Adopt',
    adoptName: 'Adopt {{name}}',
    adoptTitle: 'Adopt {{name}}?',
    adoptMeans:
      'It becomes a living store again, as it stands recorded, and is checked like a new one.',
    adoptLost:
      'Nothing stored in it is lost. What was changed in it by hand is brought back to what the platform installs.',
    adopted: '{{name}} is a store again and is being checked',
    owner: 'Owner',
    ownerHint:
      'Entity ref of the owning team, such as group:default/storefront. Empty: the team that it was made for.',
    remove: 'Remove',
    removeName: 'Remove {{name}}',
    removeTitle: 'Remove {{name}}?',
    namespaceLost:
      'This cannot be undone. Everything in the namespace is lost, databases and uploads included.',
    volumesLost: 'These volumes go with it: {{names}}.',
    volumeLost:
      'This cannot be undone. What is stored on the volume is lost; with the reclaim policy Retain its data stays on the disk, but nothing leads to it any more.',
    removed: '{{name}} is being removed',
    confirm: 'Type {{name}} to confirm',
    cancel: 'Leave it',
  },
} as const;
