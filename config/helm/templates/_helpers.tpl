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

{{/* What stands at the end of the names of a shard's own objects outside its namespace. */}}
{{- define "matterplane.suffix" -}}
{{- with .Values.shard }}-{{ . }}{{ end -}}
{{- end -}}

{{/* The firms of this release's shard, or of all shards where it serves all others. */}}
{{- define "matterplane.firms" -}}
{{- $in := dict -}}
{{- range $name, $firms := .Values.shards -}}
{{- range $firm := $firms -}}
{{- with get $in $firm }}{{ fail (printf "shards: %s is in %s and in %s" $firm . $name) }}{{ end -}}
{{- $_ := set $in $firm $name -}}
{{- end -}}
{{- end -}}
{{- with .Values.shard -}}
{{- if not (hasKey $.Values.shards .) }}{{ fail (printf "shard: there is no %s in shards" .) }}{{ end -}}
{{- join "," (get $.Values.shards .) -}}
{{- else -}}
{{- join "," (keys $in | sortAlpha) -}}
{{- end -}}
{{- end -}}

{{/* Which namespaces the webhooks are asked about: those whose firms the managers serve. */}}
{{- define "matterplane.namespaceSelector" -}}
{{- with include "matterplane.firms" . }}
  namespaceSelector:
    matchExpressions:
    - key: kubernetes.io/metadata.name
      operator: {{ ternary "In" "NotIn" (ne $.Values.shard "") }}
      values:
      {{- range splitList "," . }}
      - {{ . }}
      {{- end }}
{{- end }}
{{- end -}}
