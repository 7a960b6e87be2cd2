package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// template is a template of the chart that is made of files under config: their
// text, comments and all, where they are wanted and with what differs.
type template struct {
	to    string
	from  []string
	when  string // under which of the values; empty: always
	edits []edit
}

// edit replaces a text that must be there.
type edit struct{ old, by string }

const (
	selfManaged = "not .Values.certificates.certManager"
	certManager = ".Values.certificates.certManager"
	prometheus  = ".Values.monitoring.prometheus"
)

// notice stands first in each of them.
const notice = "{{- /* Made of %s by make dist. */}}\n"

// templates are all but the Deployment, and what has values of its own beside. What a
// cluster has once, the release has that is of no shard.
var templates = []template{
	{to: "account.yaml", from: []string{"rbac/service_account.yaml", "rbac/leader_election.yaml"}, edits: []edit{
		{"resourceNames: [matterplane.dev]", "resourceNames: [{{ with .Values.shard }}{{ . }}.{{ end }}matterplane.dev]"},
	}},
	{to: "rbac.yaml", when: "not .Values.shard", from: []string{
		"rbac/role.yaml", "rbac/role_binding.yaml", "rbac/metrics.yaml", "rbac/tenants.yaml", "rbac/firm_roles.yaml",
	}, edits: []edit{
		aggregated("viewer", "view"), aggregated("editor", "edit"), aggregated("administrator", "admin"),
	}},
	{to: "certificates.yaml", when: selfManaged, from: []string{"manager/certificates.yaml", "rbac/certificates.yaml"}, edits: []edit{
		sharded("[matterplane-mutating", "]"), sharded("[matterplane-validating", "]"),
		sharded("kind: ClusterRole\nmetadata:\n  name: matterplane-certificates", "\n"),
		sharded("kind: ClusterRoleBinding\nmetadata:\n  name: matterplane-certificates", "\n"),
		sharded("  kind: ClusterRole\n  name: matterplane-certificates", "\n"),
	}},
	{to: "prometheus.yaml", when: prometheus, from: []string{
		"prometheus/service.yaml", "prometheus/reader.yaml", "prometheus/servicemonitor.yaml",
	}, edits: []edit{
		sharded("kind: ClusterRoleBinding\nmetadata:\n  name: matterplane-metrics-reader", "\n"),
	}},
	{to: "alerts.yaml", when: "and " + prometheus + " (not .Values.shard)", from: []string{"prometheus/rules.yaml"}},
	{to: "certmanager.yaml", when: certManager, from: []string{"certmanager/issuers.yaml", "certmanager/certificate.yaml"}},
	{to: "service.yaml", from: []string{"webhook/service.yaml"}},
	{to: "disruption.yaml", from: []string{"manager/disruption.yaml"}},
	{to: "webhooks.yaml", from: []string{"webhook/manifests.yaml"}, edits: []edit{
		{"  name: matterplane-mutating\n", "  name: matterplane-mutating" + suffix + "\n" + injected},
		{"  name: matterplane-validating\n", "  name: matterplane-validating" + suffix + "\n" + injected},
		{"  name: mutate.matterplane.dev\n", "  name: mutate.matterplane.dev\n" + selected},
		{"  name: validate.matterplane.dev\n", "  name: validate.matterplane.dev\n" + selected},
	}},
}

// aggregated lets a role go into one of Kubernetes' own.
func aggregated(ours, theirs string) edit {
	name := "\n  name: matterplane-" + ours + "\nrules:\n"
	return edit{name, strings.Replace(name, "rules:\n", `  {{- if .Values.rbac.aggregate }}
  labels:
    rbac.authorization.k8s.io/aggregate-to-`+theirs+`: "true"
  {{- end }}
rules:
`, 1)}
}

// suffix tells the objects of shards apart that are in no namespace.
const suffix = `{{ include "matterplane.suffix" . }}`

// sharded puts the suffix between a name and what follows it.
func sharded(name, then string) edit { return edit{name + then, name + suffix + then} }

// selected asks a webhook about the firms that its managers serve.
const selected = `  {{- include "matterplane.namespaceSelector" . }}
`

// injected lets cert-manager tell the API server whom to believe.
const injected = `  {{- if .Values.certificates.certManager }}
  annotations:
    cert-manager.io/inject-ca-from: {{ .Release.Namespace }}/matterplane-webhook
  {{- end }}
`

// namespace is where config installs; a release has one of its own.
const namespace = "matterplane-system"

// writeTemplates writes the templates that are made of config, those of the CRDs
// among them: CRDs that Helm finds in crds/ it never upgrades.
func writeTemplates(config, to string) error {
	all := templates
	crds, err := filepath.Glob(filepath.Join(config, "crd", "bases", "*.yaml"))
	if err != nil {
		return err
	}
	if len(crds) == 0 {
		return fmt.Errorf("there are no CRDs in %s", config)
	}
	if err := os.RemoveAll(filepath.Join(to, "crds")); err != nil { // with what a kind that is gone has left behind
		return err
	}
	for _, crd := range crds {
		all = append(all, template{
			to:   filepath.Join("crds", filepath.Base(crd)),
			from: []string{filepath.Join("crd", "bases", filepath.Base(crd))},
			when: "and .Values.crds.install (not .Values.shard)",
			edits: []edit{
				{"\n  annotations:\n", "\n  annotations:\n    helm.sh/resource-policy: keep # or all firms would go with it\n"},
			},
		})
	}
	for _, t := range all {
		text, err := t.text(config)
		if err != nil {
			return fmt.Errorf("%s: %w", t.to, err)
		}
		if err := write(filepath.Join(to, t.to), text); err != nil {
			return err
		}
	}
	return writeDashboard(config, filepath.Join(to, "dashboard.yaml"))
}

// writeDashboard writes the ConfigMap that config/grafana has kustomize make.
func writeDashboard(config, to string) error {
	const from = "grafana/matterplane.json"
	dashboard, err := os.ReadFile(filepath.Join(config, from))
	if err != nil {
		return err
	}
	lines := strings.SplitAfter(strings.TrimSuffix(escaped(string(dashboard)), "\n"), "\n")
	return write(to, fmt.Sprintf(notice, "config/"+from)+`{{- if and .Values.monitoring.dashboard (not .Values.shard) }}
apiVersion: v1
kind: ConfigMap
metadata:
  name: matterplane-dashboard
  namespace: {{ .Release.Namespace }}
  labels:
    app.kubernetes.io/name: matterplane
    grafana_dashboard: "1"
data:
  matterplane.json: |
    `+strings.Join(lines, "    ")+"\n{{- end }}\n")
}

// escaped writes a text so that Helm reads nothing in it: alerts and legends have
// templates of their own.
func escaped(text string) string { return strings.ReplaceAll(text, "{{", "{{ `{{` }}") }

func (t template) text(config string) (string, error) {
	var out strings.Builder
	for _, file := range t.from {
		data, err := os.ReadFile(filepath.Join(config, file))
		if err != nil {
			return "", err
		}
		out.WriteString("---\n" + strings.TrimPrefix(escaped(string(data)), "---\n"))
	}
	text := strings.TrimPrefix(out.String(), "---\n")
	for _, e := range t.edits {
		if strings.Count(text, e.old) != 1 {
			return "", fmt.Errorf("%q is not there once", e.old)
		}
		text = strings.Replace(text, e.old, e.by, 1)
	}
	text = strings.ReplaceAll(text, namespace, "{{ .Release.Namespace }}")
	head := fmt.Sprintf(notice, "config/"+strings.Join(t.from, ", "))
	if t.when == "" {
		return head + text, nil
	}
	return head + "{{- if " + t.when + " }}\n" + text + "{{- end }}\n", nil
}
