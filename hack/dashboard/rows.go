package main

// row is a question, and the panels that answer it.
type row struct {
	title  string
	panels []panel
}

// panel is one answer: a curve, unless it is a number or a table.
type panel struct {
	title, what string
	sort        sort
	unit        string
	stacked     bool
	of          []series
	wide        int // of the 24 columns that Grafana has
}

// series is an expression, and what its curves are called.
type series struct{ expr, legend string }

type sort string

const (
	curve  sort = "timeseries"
	number sort = "stat"
	table  sort = "table"
)

// leads picks the manager that leads: the others fill their queues, too.
const leads = ` and on (instance) leader_election_master_status{job="matterplane"} == 1`

// rows are what a platform team asks, in the order of the alerts.
var rows = []row{
	{"Can firms write?", []panel{
		{"Managers", "They all answer the API server; one leads.", number, "none", false, []series{
			{`sum(up{job="matterplane"})`, "up"},
			{`sum(leader_election_master_status{job="matterplane"})`, "leading"},
		}, 4},
		{"Certificate of the webhooks", "Until it ends. It is renewed when a third of its life is left.", number, "s", false, []series{
			{`min(matterplane_webhook_certificate_expiry_timestamp_seconds{job="matterplane"}) - time()`, "left"},
		}, 4},
		{"Answers", "Refused by a rule, or failed for want of an answer.", curve, "reqps", true, []series{
			{`sum by (answer) (rate(matterplane_admission_answers_total{job="matterplane"}[$__rate_interval]))`, "{{answer}}"},
		}, 8},
		{"Time of an answer", "The API server gives up after 3 s.", curve, "s", false, []series{
			{`histogram_quantile(0.99, sum by (le, webhook) (rate(matterplane_admission_duration_seconds_bucket{job="matterplane"}[$__rate_interval])))`, "99 of 100, {{webhook}}"},
			{`histogram_quantile(0.5, sum by (le, webhook) (rate(matterplane_admission_duration_seconds_bucket{job="matterplane"}[$__rate_interval])))`, "half, {{webhook}}"},
		}, 8},
		{"Refusals by rule", "docs/rules.md says what each means. A burst of R-4 is somebody trying doors; the log says who.", curve, "reqps", true, []series{
			{`sum by (rule, kind) (rate(matterplane_admission_refusals_total{job="matterplane"}[$__rate_interval]))`, "{{rule}} {{kind}}"},
		}, 12},
		{"Calls that failed, as the API server counts them", "Where its metrics are scraped.", curve, "reqps", false, []series{
			{`sum by (name, error_type) (rate(apiserver_admission_webhook_rejection_count{name=~"(mutate|validate)\\.matterplane\\.dev", error_type!="no_error"}[$__rate_interval]))`, "{{name}} {{error_type}}"},
		}, 12},
	}},
	{"Does it take effect?", []panel{
		{"Statuses behind their spec", "More than a moment is an alert.", curve, "none", true, []series{
			{`sum by (kind) (matterplane_objects_behind{job="matterplane"})`, "{{kind}}"},
		}, 8},
		{"Status that is overdue the longest", "Since its reconciles do not succeed. Five minutes are an alert.", curve, "s", false, []series{
			{`max by (kind) (matterplane_status_overdue_seconds{job="matterplane"})`, "{{kind}}"},
		}, 8},
		{"Waiting to be reconciled", "The queue of the manager that leads.", curve, "none", true, []series{
			{`sum by (controller) (workqueue_depth{job="matterplane"}` + leads + `)`, "{{controller}}"},
		}, 8},
		{"Reconciles that met an error", "", curve, "ops", false, []series{
			{`sum by (controller) (rate(controller_runtime_reconcile_errors_total{job="matterplane"}[$__rate_interval]))`, "{{controller}}"},
		}, 6},
		{"Reconciles", "", curve, "ops", true, []series{
			{`sum by (controller) (rate(controller_runtime_reconcile_total{job="matterplane"}[$__rate_interval]))`, "{{controller}}"},
		}, 6},
		{"Time of a reconcile", "Its write included, 99 of 100.", curve, "s", false, []series{
			{`histogram_quantile(0.99, sum by (le, controller) (rate(controller_runtime_reconcile_time_seconds_bucket{job="matterplane"}[$__rate_interval])))`, "{{controller}}"},
		}, 6},
		{"Time of a derivation", "Without reading and writing, 99 of 100.", curve, "s", false, []series{
			{`histogram_quantile(0.99, sum by (le, kind) (rate(matterplane_derivation_duration_seconds_bucket{job="matterplane"}[$__rate_interval])))`, "{{kind}}"},
		}, 6},
	}},
	{"How do the firms stand?", []panel{
		{"Objects", "Those that are not ready declare something that took no effect.", curve, "none", true, []series{
			{`sum by (kind, ready) (matterplane_objects{job="matterplane"})`, "{{kind}} {{ready}}"},
		}, 8},
		{"What is wrong", "docs/notices.md says what each reason means.", table, "none", false, []series{
			{`sort_desc(sum by (kind, condition, reason) (matterplane_conditions{job="matterplane"}))`, ""},
		}, 8},
		{"Names of what is not there", "References that heal by themselves once it is.", curve, "none", true, []series{
			{`sum by (kind) (matterplane_unresolved_references{job="matterplane"})`, "{{kind}}"},
		}, 8},
		{"Members whom a wall keeps out", "That walls work is no fault. A step is a question: which wall went up, or down?", curve, "none", false, []series{
			{`sum(matterplane_members_excluded{job="matterplane"})`, "excluded"},
		}, 8},
		{"Matters", "", curve, "none", true, []series{
			{`sum by (type, state) (matterplane_matters{job="matterplane"})`, "{{type}} {{state}}"},
		}, 8},
		{"Users", "", curve, "none", true, []series{
			{`sum by (system_role, account) (matterplane_users{job="matterplane"})`, "{{system_role}} {{account}}"},
		}, 8},
	}},
	{"What does it take?", []panel{
		{"Memory", "docs/memory.md says how much there should be.", curve, "bytes", false, []series{
			{`process_resident_memory_bytes{job="matterplane"}`, "{{instance}}"},
		}, 8},
		{"Processors", "", curve, "none", false, []series{
			{`rate(process_cpu_seconds_total{job="matterplane"}[$__rate_interval])`, "{{instance}}"},
		}, 8},
		{"Requests to the API server", "", curve, "reqps", true, []series{
			{`sum by (method, code) (rate(rest_client_requests_total{job="matterplane"}[$__rate_interval]))`, "{{method}} {{code}}"},
		}, 8},
	}},
}
