{{- /* Text in which the IDs of rules lead to where they stand. */ -}}
{{- define "linked" -}}
{{- $text := . -}}
{{- range $letter, $section := dict
	"W" "w-the-world"
	"A" "a-assistants-s4"
	"M" "m-membership-of-a-matter-s4-s1-s2"
	"C" "c-conflicts-and-walls-s4-s3"
	"L" "l-the-ledger-what-a-later-reader-cannot-know"
	"P" "p-who-is-asking-s0-s1"
	"R" "r-who-may-change-what-administration"
	"U" "u-who-may-change-what-work"
	"S" "s-status-of-firm-office-user-s0s3"
	"D" "d-decisions-may-user-u-do-x-on-asset-m-s1-s3" -}}
{{- $text = regexReplaceAll (printf `\b(%s-\d+)\b` $letter) $text (printf "[${1}](../rules.md#%s)" $section) -}}
{{- end -}}
{{- $text | trim -}}
{{- end -}}
