// Package metrics counts what matterplane does and measures how its firms stand,
// for Prometheus. No metric has a label that grows with the firms: no namespace, no
// user, no matter. docs/metrics.md lists them; its test writes it.
package metrics
