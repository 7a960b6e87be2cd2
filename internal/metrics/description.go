package metrics

import (
	"cmp"
	"slices"

	"github.com/prometheus/client_golang/prometheus"
)

// Description is what is promised of a metric: its name, what it means, and what
// its labels can be.
type Description struct {
	Name   string
	Type   string
	Help   string
	Labels []Label
}

// Label is a label of a metric and the values that it can have, in words.
type Label struct{ Name, Values string }

// The types of metrics, as Prometheus calls them.
const (
	counter   = "counter"
	gauge     = "gauge"
	histogram = "histogram"
)

const kinds = "`Firm`, `Office`, `FirmUser`, `AssistantLink`, `Matter`"

// The labels.
var (
	kindLabel    = Label{"kind", kinds}
	ruleLabel    = Label{"rule", "the rule that refuses, such as `R-4`; `none` where no rule does"}
	webhookLabel = Label{"webhook", "`mutate`, `validate`"}
	roleLabel    = Label{"system_role", "the effective system role (S-2)"}
	accountLabel = Label{"account", "`active`, `deactivated`"}
	typeLabel    = Label{"type", "`Matter`, `Case`, `Collection`"}
	stateLabel   = Label{"state", "`Open`, `Closed`"}
	readyLabel   = Label{"ready", "`True`, `False`; `Unknown` before the first status"}
	answerLabel  = Label{"answer", "`allowed`; `refused`, by a rule; `failed`, for want of an answer"}
	typeOfLabel  = Label{"condition", "the type of the condition, such as `LedgerIntact`; never `Ready`"}
	reasonLabel  = Label{"reason", "its reason, such as `Unreadable`"}
)

// The metrics.
var (
	refusalsTotal = &Description{
		"matterplane_admission_refusals_total", counter,
		"Causes for which admission refused requests, by rule. A request may be refused for several.",
		[]Label{kindLabel, ruleLabel},
	}
	admissionSeconds = &Description{
		"matterplane_admission_duration_seconds", histogram,
		"How long a webhook took for a request, its live reads included.",
		[]Label{webhookLabel, kindLabel},
	}
	answersTotal = &Description{
		"matterplane_admission_answers_total", counter,
		"Answers of the webhooks. A write that no answer came to is refused, too: the client is told to try again.",
		[]Label{webhookLabel, kindLabel, answerLabel},
	}
	certificateExpiry = &Description{
		"matterplane_webhook_certificate_expiry_timestamp_seconds", gauge,
		"When the certificate ends that this manager's webhooks serve, in seconds since 1970.", nil,
	}
	derivationSeconds = &Description{
		"matterplane_derivation_duration_seconds", histogram,
		"How long it took to derive the status of an object, without reading and writing it.",
		[]Label{kindLabel},
	}
	users = &Description{
		"matterplane_users", gauge, "Users, by what they are.", []Label{roleLabel, accountLabel},
	}
	matters = &Description{
		"matterplane_matters", gauge, "Matters, cases and collections, by type and state.", []Label{typeLabel, stateLabel},
	}
	membersExcluded = &Description{
		"matterplane_members_excluded", gauge, "Members of matters whom a wall keeps out (C-7), over all matters.", nil,
	}
	unresolved = &Description{
		"matterplane_unresolved_references", gauge, "Objects that name something that is not there or is of another type (W-3).", []Label{kindLabel},
	}
	objects = &Description{
		"matterplane_objects", gauge, "Objects, by whether everything that they declare took effect.", []Label{kindLabel, readyLabel},
	}
	behind = &Description{
		"matterplane_objects_behind", gauge, "Objects whose status does not tell of their latest spec yet.", []Label{kindLabel},
	}
	overdueSeconds = &Description{
		"matterplane_status_overdue_seconds", gauge,
		"How long ago reconciling an object failed that has not succeeded since: its status may be an old one. Of such objects the longest; 0 without any.",
		[]Label{kindLabel},
	}
	faults = &Description{
		"matterplane_conditions", gauge, "Conditions that say that something is wrong or unwise, by what and why.",
		[]Label{kindLabel, typeOfLabel, reasonLabel},
	}
)

// standing are the metrics of how the firms stand.
var standing = []*Description{users, matters, membersExcluded, unresolved, objects, behind, faults}

// All returns the descriptions of all metrics, by name.
func All() []*Description {
	all := append([]*Description{refusalsTotal, answersTotal, admissionSeconds, derivationSeconds, overdueSeconds, certificateExpiry}, standing...)
	slices.SortFunc(all, func(a, b *Description) int { return cmp.Compare(a.Name, b.Name) })
	return all
}

func (d *Description) labels() []string {
	names := make([]string, len(d.Labels))
	for i, label := range d.Labels {
		names[i] = label.Name
	}
	return names
}

func (d *Description) desc() *prometheus.Desc {
	return prometheus.NewDesc(d.Name, d.Help, d.labels(), nil)
}
