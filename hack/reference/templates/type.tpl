{{- define "type" -}}
{{- $type := . -}}
{{- /* Another name of string is said to be referred to by nothing. */ -}}
{{- $name := not (or $type.Members $type.IsAlias) -}}
{{- if or $name (markdownShouldRenderType $type) }}
{{ if $type.GVK }}##{{ else }}###{{ end }} {{ $type.Name }}

{{ template "linked" $type.Doc }}
{{ with $type.SortedReferences }}
In {{ range $i, $user := . }}{{ if $i }}, {{ end }}{{ markdownRenderTypeLink $user }}{{ end }}.
{{ end }}
{{- if $type.IsAlias }}
A {{ markdownRenderTypeLink $type.UnderlyingType }}
{{- template "limits" $type }}.
{{ end }}
{{- if $name }}
A string
{{- template "limits" $type }}.
{{ end }}
{{- with index $type.Markers "kubebuilder:validation:XValidation" }}
Refused, with these words:
{{ range . }}
- {{ template "linked" .Message }}
{{- end }}
{{ end }}
{{- if $type.Members }}
| field | type | what it is |
|---|---|---|
{{ range $type.Members -}}
{{- if ne .Name "metadata" -}}
| `{{ .Name }}` | {{ markdownRenderType .Type }} | {{ template "linked" markdownRenderFieldDoc .Doc | replace "<br />" " " }}{{ template "member" . }} |
{{ end -}}
{{- end -}}
{{- end }}
{{- if $type.EnumValues }}
{{- if (first $type.EnumValues).Doc }}
| value | what it is |
|---|---|
{{ range $type.EnumValues -}}
| `{{ .Name }}` | {{ template "value" .Doc }} |
{{ end -}}
{{- else }}
{{ range $i, $value := $type.EnumValues }}{{ if $i }}, {{ end }}`{{ $value.Name }}`{{ end }}
{{ end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- /* What a constant is, without its name in Go. */ -}}
{{- define "value" -}}
{{ template "linked" regexReplaceAll "^[A-Z][a-z]+[A-Z][A-Za-z]* " (markdownRenderFieldDoc . | replace "<br />" " ") "" }}
{{- end -}}

{{- define "member" -}}
{{- $required := false -}}
{{- range .Validation }}{{ if hasPrefix "Required" . }}{{ $required = true }}{{ end }}{{ end -}}
{{- if $required }} **Required.**{{ end -}}
{{- $basic := .Type.IsBasic -}}
{{- range .Validation -}}
{{- if hasPrefix "MaxItems: " . }} At most {{ trimPrefix "MaxItems: " . }}.
{{- else if and $basic (hasPrefix "MaxLength: " .) }} At most {{ trimPrefix "MaxLength: " . }} characters.
{{- end -}}
{{- end -}}
{{- with .Default }} Default: `{{ . }}`.{{ end -}}
{{- if ne .Name "spec" }}{{ range index .Markers "kubebuilder:validation:XValidation" }} Refused otherwise: “{{ template "linked" .Message }}”.{{ end }}{{ end -}}
{{- end -}}

{{- define "limits" -}}
{{- range .Validation -}}
{{- if hasPrefix "Enum: " . -}}: one of those below
{{- else if hasPrefix "MinLength: " . }}, at least {{ trimPrefix "MinLength: " . }} character{{ if ne . "MinLength: 1" }}s{{ end }}
{{- else if hasPrefix "MaxLength: " . }}, at most {{ trimPrefix "MaxLength: " . }} characters
{{- else if hasPrefix "Pattern: " . }}, matching {{ trimPrefix "Pattern: " . }}
{{- else if hasPrefix "Minimum: " . }}, at least {{ trimPrefix "Minimum: " . }}
{{- else if hasPrefix "Maximum: " . }}, at most {{ trimPrefix "Maximum: " . }}
{{- end -}}
{{- end -}}
{{- end -}}
