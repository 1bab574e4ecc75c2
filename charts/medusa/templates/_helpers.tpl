{{/* Labels that select the pods of a component: (list $ "server") */}}
{{- define "medusa.selectorLabels" -}}
{{- $root := index . 0 -}}
app.kubernetes.io/name: {{ $root.Chart.Name }}
app.kubernetes.io/instance: {{ $root.Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end }}

{{/* Labels of every object and pod of a component: (list $ "server"). None of them ever changes. */}}
{{- define "medusa.labels" -}}
{{- $root := index . 0 -}}
{{ include "medusa.selectorLabels" . }}
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
{{- with $root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* What all pods have in common, with the uid they run as: (list $ 1000) */}}
{{- define "medusa.podSecurity" -}}
{{- $root := index . 0 -}}
{{- $user := index . 1 -}}
serviceAccountName: {{ $root.Values.serviceAccountName }}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: {{ $user }}
  runAsGroup: {{ $user }}
  fsGroup: {{ $user }}
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile:
    type: RuntimeDefault
{{- end }}

{{- define "medusa.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{- define "medusa.credentialsVolume" -}}
{{- $root := index . 0 -}}
secret:
  secretName: {{ $root.Values.credentials.secretName }}
  defaultMode: 0440
  items:
    {{- range index . 1 }}
    - key: {{ . }}
      path: {{ . }}
    {{- end }}
{{- end }}

{{- define "medusa.claimSpec" -}}
{{- $root := index . 0 -}}
accessModes: [ReadWriteOnce]
{{- with $root.Values.storageClassName }}
storageClassName: {{ . }}
{{- end }}
resources:
  requests:
    storage: {{ index . 1 }}
{{- end }}

{{/* Data of the ConfigMap `settings`: what server, set-up and storefront know of the store. */}}
{{- define "medusa.settings" -}}
STORE_ID: {{ .Values.store.id | toJson }}
STORE_NAME: {{ .Values.store.name | toJson }}
STORE_URL: {{ .Values.store.url | toJson }}
STORE_CURRENCY: {{ .Values.store.currency | toJson }}
STORE_COUNTRY: {{ .Values.store.country | toJson }}
STORE_SAMPLE_DATA: {{ .Values.store.sampleData | toString | toJson }}
STORE_ADMIN_EMAIL: {{ .Values.store.adminEmail | toJson }}
{{- end }}

{{- define "medusa.settingsFrom" -}}
envFrom:
  - configMapRef:
      name: settings
{{- end }}

{{/* How a process of Node uses its memory, with the MiB of its heap: 320 */}}
{{- define "medusa.nodeOptions" -}}
- name: NODE_OPTIONS
  value: --max-old-space-size={{ . }} --max-semi-space-size=4
{{- end }}

{{/* Environment of the Medusa image, beside the settings. */}}
{{- define "medusa.serverEnvironment" -}}
- name: DATABASE_HOST
  value: database
- name: DATABASE_NAME
  value: store
- name: DATABASE_USER
  value: store
{{- range $name, $key := dict "DATABASE_PASSWORD" "database-password" "JWT_SECRET" "jwt-secret" "COOKIE_SECRET" "cookie-secret" }}
- name: {{ $name }}_FILE
  value: /etc/store/credentials/{{ $key }}
{{- end }}
{{- end }}
