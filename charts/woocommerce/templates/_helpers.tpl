{{/* Labels that select the pods of a component: (list $ "web") */}}
{{- define "woocommerce.selectorLabels" -}}
{{- $root := index . 0 -}}
app.kubernetes.io/name: {{ $root.Chart.Name }}
app.kubernetes.io/instance: {{ $root.Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end }}

{{/* Labels of every object and pod of a component: (list $ "web"). None of them ever changes. */}}
{{- define "woocommerce.labels" -}}
{{- $root := index . 0 -}}
{{ include "woocommerce.selectorLabels" . }}
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
{{- with $root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* What all pods have in common, with the uid they run as: (list $ 33) */}}
{{- define "woocommerce.podSecurity" -}}
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

{{- define "woocommerce.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{/* A container of the store image without its name, command and sizes. */}}
{{- define "woocommerce.storeContainer" -}}
image: {{ index .Values.images "wordpress-woo" | quote }}
imagePullPolicy: IfNotPresent
envFrom:
  - configMapRef:
      name: settings
securityContext:
  {{- include "woocommerce.containerSecurity" . | nindent 2 }}
volumeMounts:
  - name: credentials
    mountPath: /etc/store/credentials
    readOnly: true
  - name: uploads
    mountPath: /usr/src/wordpress/wp-content/uploads
  - name: tmp
    mountPath: /tmp
  - name: run
    mountPath: /run
{{- end }}

{{/* Volumes of a pod of the store image, with the credentials it may read: (list $ (list "salt-seed")) */}}
{{- define "woocommerce.storeVolumes" -}}
{{- $root := index . 0 -}}
- name: credentials
  {{- include "woocommerce.credentialsVolume" . | nindent 2 }}
- name: uploads
  persistentVolumeClaim:
    claimName: uploads
- name: tmp
  emptyDir:
    sizeLimit: 256Mi
- name: run
  emptyDir:
    sizeLimit: 16Mi
{{- end }}

{{- define "woocommerce.credentialsVolume" -}}
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

{{- define "woocommerce.claimSpec" -}}
{{- $root := index . 0 -}}
accessModes: [ReadWriteOnce]
{{- with $root.Values.storageClassName }}
storageClassName: {{ . }}
{{- end }}
resources:
  requests:
    storage: {{ index . 1 }}
{{- end }}

{{/* Data of the ConfigMap `settings`: the environment of web and set-up. */}}
{{- define "woocommerce.settings" -}}
STORE_ID: {{ .Values.store.id | toJson }}
STORE_NAME: {{ .Values.store.name | toJson }}
STORE_URL: {{ .Values.store.url | toJson }}
STORE_CURRENCY: {{ .Values.store.currency | toJson }}
STORE_COUNTRY: {{ .Values.store.country | toJson }}
STORE_SAMPLE_DATA: {{ .Values.store.sampleData | toString | toJson }}
STORE_ADMIN_EMAIL: {{ .Values.store.adminEmail | toJson }}
STORE_WEB_WORKERS: {{ .Values.web.workers | toString | toJson }}
DATABASE_HOST: database
DATABASE_NAME: store
DATABASE_USER: store
DATABASE_PASSWORD_FILE: /etc/store/credentials/database-password
SALT_SEED_FILE: /etc/store/credentials/salt-seed
{{- end }}

{{/* Data of the ConfigMap `database`. */}}
{{- define "woocommerce.databaseSettings" -}}
store.cnf: |
  [mariadbd]
  # A directory of its own: the root of a volume may hold lost+found.
  datadir = /var/lib/mysql/data
  character_set_server = utf8mb4
  collation_server = utf8mb4_unicode_ci
  skip_name_resolve = ON
  performance_schema = OFF
  max_connections = {{ .Values.database.maxConnections }}
  innodb_buffer_pool_size = {{ .Values.database.bufferPoolMi }}M
  innodb_log_file_size = 32M
{{- end }}
