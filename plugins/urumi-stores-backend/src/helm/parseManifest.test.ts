import { parseManifest } from './parseManifest';

it('reads numbers, words and times as Helm does', () => {
  const manifest = `
---
# Source: shop/templates/web.yaml
kind: Deployment
mode: 0440
enabled: yes
time: 12:30
day: 2026-11-28
version: "1.10"
---
---
kind: Service
`;
  expect(parseManifest(manifest)).toEqual([
    {
      kind: 'Deployment',
      mode: 0o440,
      enabled: true,
      time: '12:30',
      day: '2026-11-28',
      version: '1.10',
    },
    { kind: 'Service' },
  ]);
});
