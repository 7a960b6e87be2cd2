// Package monitoring asks Prometheus itself, its promtool and its parser, about what
// config/prometheus and config/grafana tell it: whether the rules hold what their tests
// say, whether each metric that is asked for is there, whether ours are named well.
//
// It is a module of its own, so that what these import never moves a version that the
// operator is built with. `make test` runs it. What the manager and the API server really
// serve is in testdata/scrape; internal/test/observed compares it.
package monitoring
