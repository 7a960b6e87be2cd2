package story

import (
	"fmt"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// answers says what can be asked about an object: NAME of any object, or NAME and
// one of the words below. What is as usual is left out: a TeamMember who is a
// MatterReader, a condition that says nothing is wrong.
var answers = map[string]func(client.Object) string{
	"":        summary,
	"counts":  of(totals),
	"follow":  of(follow),
	"ledger":  of(history),
	"clients": of(clients),
	"may":     of(permissions),
	"ready":   ready,
}

// of answers for the objects of one kind.
func of[T client.Object](answer func(T) string) func(client.Object) string {
	return func(o client.Object) string {
		if t, ok := o.(T); ok {
			return answer(t)
		}
		return fmt.Sprintf("cannot be asked of a %T", o)
	}
}

// summary says of an object what matters most of its status.
func summary(o client.Object) string {
	switch o := o.(type) {
	case *v1alpha1.Matter:
		return assetLine(o)
	case *v1alpha1.AssistantLink:
		return linkLine(o)
	case *v1alpha1.FirmUser:
		return userLine(o)
	case *v1alpha1.Office:
		return officeLine(o)
	case *v1alpha1.Firm:
		return firmLine(o)
	}
	return ""
}

// answer compares the answers to questions with what is expected.
func (f *Firm) answer(expected []string) {
	f.t.Helper()
	objects, _, _ := f.chronicle.stored()
	for _, line := range expected {
		question, said, _ := strings.Cut(line, ":")
		want := strings.Join(strings.Fields(said), " ")
		if got := f.say(objects, question); got != want {
			f.t.Errorf("%s, %s: %s\n got: %s\nwant: %s", f.Namespace, f.Mode, question, got, want)
		}
	}
}

func (f *Firm) say(objects []client.Object, question string) string {
	f.t.Helper()
	name, about, _ := strings.Cut(question, " ")
	i := slices.IndexFunc(objects, func(o client.Object) bool { return o.GetName() == name })
	answer, known := answers[about]
	switch {
	case i < 0:
		return "not there"
	case !known:
		return "no such question"
	}
	return answer(objects[i])
}

// ready says whether an object is ready, or why not.
func ready(o client.Object) string {
	conditions := partOf(o).conditions
	if isTrue(conditions, v1alpha1.ConditionReady) {
		return "yes"
	}
	if isTrue(conditions, v1alpha1.ConditionStalled) {
		return "stalled, " + reason(conditions, v1alpha1.ConditionReady)
	}
	return "no, " + reason(conditions, v1alpha1.ConditionReady)
}

// remarkable are the conditions that an answer tells of, with the status that is
// not worth it. MembersCleared, Ready and Stalled say nothing more.
var remarkable = []struct {
	condition string
	usual     metav1.ConditionStatus
}{
	{v1alpha1.ConditionAdministratorsAssigned, metav1.ConditionTrue},
	{v1alpha1.ConditionAdministratorsDistinct, metav1.ConditionTrue},
	{v1alpha1.ConditionBusinessUnitsValid, metav1.ConditionTrue},
	{v1alpha1.ConditionAdministratorAssigned, metav1.ConditionTrue},
	{v1alpha1.ConditionIdentityUnique, metav1.ConditionTrue},
	{v1alpha1.ConditionRightsConsistent, metav1.ConditionTrue},
	{v1alpha1.ConditionLeadEligible, metav1.ConditionTrue},
	{v1alpha1.ConditionIncludedSystemsIgnored, metav1.ConditionFalse},
	{v1alpha1.ConditionLedgerIntact, metav1.ConditionTrue},
}

// remarks says what is remarkable about conditions: of references what is named
// in vain, of the others the reason.
func remarks(conditions []metav1.Condition) []string {
	var remarks []string
	if c := find(conditions, v1alpha1.ConditionReferencesResolved); c != nil && c.Status != metav1.ConditionTrue {
		remarks = append(remarks, c.Reason+" "+c.Message)
	}
	for _, r := range remarkable {
		if c := find(conditions, r.condition); c != nil && c.Status != r.usual {
			remarks = append(remarks, c.Type+"="+c.Reason)
		}
	}
	return remarks
}

func find(conditions []metav1.Condition, condition string) *metav1.Condition {
	i := slices.IndexFunc(conditions, func(c metav1.Condition) bool { return c.Type == condition })
	if i < 0 {
		return nil
	}
	return &conditions[i]
}

func isTrue(conditions []metav1.Condition, condition string) bool {
	c := find(conditions, condition)
	return c != nil && c.Status == metav1.ConditionTrue
}

func reason(conditions []metav1.Condition, condition string) string {
	if c := find(conditions, condition); c != nil {
		return c.Reason
	}
	return ""
}

// sections joins what there is to say; what is empty is not said.
func sections(said ...string) string {
	return strings.Join(slices.DeleteFunc(said, func(s string) bool { return s == "" }), " | ")
}

// after returns a list after a word, nothing if it is empty.
func after(word string, list []string, separator string) string {
	if len(list) == 0 {
		return ""
	}
	return word + strings.Join(list, separator)
}

// each says something of each entry of a list.
func each[E any](list []E, say func(E) string) []string {
	said := make([]string, 0, len(list))
	for _, e := range list {
		said = append(said, say(e))
	}
	return said
}
