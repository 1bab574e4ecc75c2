import { listWorkloads } from './listWorkloads';

it('finds the workloads of a manifest, however its documents are written', () => {
  const manifest = `kind: Service
metadata: { name: first }
---
# Source: shop/templates/config.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: not-this
data:
  objects: |
    ---
    kind: Job
  more: "kind: Job"
--- # the one that sells
metadata:
  labels: &labels { name: neither }
  name: web
spec: { template: { metadata: { labels: *labels } } }
kind: "Deployment"
apiVersion: apps/v1
---
---
{ "apiVersion": "batch/v1", "kind": "Job", "metadata": { "name": "0440" } }
---
apiVersion: batch/v1
kind: Job
metadata:
  name: setup
  name: the-last-one
---
kind: Ingress
`;
  expect(listWorkloads(manifest)).toEqual([
    { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
    { apiVersion: 'batch/v1', kind: 'Job', name: '0440' },
    { apiVersion: 'batch/v1', kind: 'Job', name: 'the-last-one' },
  ]);
});

it('reads what only Helm knows as Helm does', () => {
  const merged = `
common: &meta { name: web }
kind: Deployment
apiVersion: apps/v1
metadata: { <<: *meta, labels: {} }
`;
  const tagged = `
kind: ConfigMap
data: { port: !!str 80, own: !custom 1 }
---
kind: Job
apiVersion: batch/v1
metadata: { name: !!str 0440 }
`;
  expect(listWorkloads(merged)).toEqual([
    { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
  ]);
  expect(listWorkloads(tagged)).toEqual([
    { apiVersion: 'batch/v1', kind: 'Job', name: '0440' },
  ]);
});
