{{- define "gvDetails" -}}
{{- $gv := . }}
| kind | what it is |
|---|---|
{{ range $gv.SortedKinds -}}
{{- $kind := $gv.TypeForKind . -}}
| {{ markdownRenderTypeLink $kind }} | {{ template "linked" markdownRenderFieldDoc $kind.Doc | replace "<br />" " " }} |
{{ end }}
`apiVersion: {{ $gv.GroupVersionString }}`
{{ range $gv.SortedKinds }}
{{ template "type" $gv.TypeForKind . }}
{{- end }}

## What they are made of
{{ range $gv.SortedTypes }}
{{- if not .GVK }}
{{ template "type" . }}
{{- end }}
{{- end }}
{{- end -}}
