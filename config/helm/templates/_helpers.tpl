{{/* The image, by its digest where there is one. */}}
{{- define "matterplane.image" -}}
{{- with .Values.image -}}
{{- if .digest }}{{ .repository }}@{{ .digest }}{{ else }}{{ .repository }}:{{ .tag | default $.Chart.AppVersion }}{{ end -}}
{{- end -}}
{{- end -}}

{{/* What the manager's pods are found by. */}}
{{- define "matterplane.labels" -}}
app.kubernetes.io/name: matterplane
app.kubernetes.io/component: manager
{{- end -}}
