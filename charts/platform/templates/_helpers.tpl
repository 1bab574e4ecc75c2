{{- define "platform.selectorLabels" -}}
{{- $root := index . 0 -}}
app.kubernetes.io/name: {{ $root.Chart.Name }}
app.kubernetes.io/instance: {{ $root.Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end }}

{{/* Labels of every object and pod of a component: (list $ "backend") */}}
{{- define "platform.labels" -}}
{{- $root := index . 0 -}}
{{ include "platform.selectorLabels" . }}
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
{{- end }}

{{/* ClusterRole of what is needed inside of a store's namespace. */}}
{{- define "platform.storeRole" -}}
{{ .Release.Name }}-store
{{- end }}

{{/* The name by which the API server knows the backend. */}}
{{- define "platform.username" -}}
system:serviceaccount:{{ .Release.Namespace }}:{{ .Release.Name }}
{{- end }}

{{- define "platform.image" -}}
{{ .Values.image.repository }}
{{- if .Values.image.digest }}@{{ .Values.image.digest }}{{ else }}:{{ .Values.image.tag | default .Chart.AppVersion }}{{ end }}
{{- end }}

{{- define "platform.secretName" -}}
{{ .Values.secrets.existingSecret | default (printf "%s-secrets" .Release.Name) }}
{{- end }}

{{- define "platform.backendHost" -}}
{{ .Values.ingress.backendHost | default .Values.ingress.host }}
{{- end }}

{{/* Address under a host: (list $ "platform.example.com") */}}
{{- define "platform.url" -}}
{{- $ingress := (index . 0).Values.ingress -}}
{{ $ingress.scheme }}://{{ index . 1 }}{{ with $ingress.port }}:{{ . }}{{ end }}
{{- end }}

{{- define "platform.databaseHost" -}}
{{- if .Values.postgresql.enabled -}}
{{ .Release.Name }}-postgresql
{{- else -}}
{{ required "Set database.host, or postgresql.enabled to try it with a PostgreSQL of the chart's own" .Values.database.host }}
{{- end -}}
{{- end }}

{{/* What all pods have in common, with the uid they run as: 1000 */}}
{{- define "platform.podSecurity" -}}
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: {{ . }}
  runAsGroup: {{ . }}
  fsGroup: {{ . }}
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile:
    type: RuntimeDefault
{{- end }}

{{- define "platform.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}
