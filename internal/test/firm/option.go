package firm

import (
	"slices"
	"strconv"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// arity is how many values an option takes.
type arity int

const (
	none arity = iota
	single
	several
)

// option is what a statement of one kind understands by a word. The builders do
// the work; what they return does not matter here.
type option[W any] struct {
	takes arity
	set   func(to W, value word, in statement) error
}

// options are those of a kind, by their words.
type options[W metav1.Object] map[string]option[W]

// apply applies the words of a statement from the given one on.
func (o options[W]) apply(to W, in statement, words []word) error {
	for _, w := range words {
		name, value, given := cut(w, "=")
		opt, known := o[name.text]
		if name.text == "since" {
			opt, known = since[W](), true
		}
		if !known {
			return in.errorf(name, "%q is no option of a %s", name.text, in.words[0].text)
		}
		values := []word{w}
		if given {
			values = split(value, ",")
		}
		switch {
		case given != (opt.takes != none):
			return in.errorf(w, "%q takes %s", name.text, [...]string{"no value", "a value", "values"}[opt.takes])
		case len(values) > 1 && opt.takes != several:
			return in.errorf(value, "%q takes one value", name.text)
		}
		for _, v := range values {
			if v.text == "" {
				return in.errorf(w, "an empty value")
			}
			if err := opt.set(to, v, in); err != nil {
				return err
			}
		}
	}
	return nil
}

// since is an option of every kind: another minute, or none.
func since[W metav1.Object]() option[W] {
	return option[W]{takes: single, set: func(to W, value word, in statement) error {
		if value.text == "none" {
			delete(to.GetAnnotations(), v1alpha1.SinceAnnotation)
			return nil
		}
		n, err := strconv.Atoi(value.text)
		if err != nil {
			return in.errorf(value, "%q is neither the number of a minute nor none", value.text)
		}
		Stamp(to, n)
		return nil
	}}
}

func flag[W, R any](set func(W) R) option[W] {
	return option[W]{takes: none, set: func(to W, _ word, _ statement) error {
		set(to)
		return nil
	}}
}

func one[W, R any](set func(W, string) R) option[W] {
	return option[W]{takes: single, set: func(to W, value word, _ statement) error {
		set(to, value.text)
		return nil
	}}
}

func many[W, R any](add func(W, ...string) R) option[W] {
	return option[W]{takes: several, set: func(to W, value word, _ statement) error {
		add(to, value.text)
		return nil
	}}
}

// pairs takes values such as a/b, or a, which leaves the second empty.
func pairs[W, R any](add func(W, string, string) R) option[W] {
	return option[W]{takes: several, set: func(to W, value word, _ statement) error {
		first, second, _ := cut(value, "/")
		add(to, first.text, second.text)
		return nil
	}}
}

func oneOf[W, R any, E ~string](set func(W, E) R, allowed ...E) option[W] {
	return option[W]{takes: single, set: func(to W, value word, in statement) error {
		if !slices.Contains(allowed, E(value.text)) {
			return in.errorf(value, "%q is none of %v", value.text, allowed)
		}
		set(to, E(value.text))
		return nil
	}}
}

func manyOf[W, R any, E ~string](add func(W, ...E) R, allowed ...E) option[W] {
	each := oneOf(func(to W, value E) R { return add(to, value) }, allowed...)
	each.takes = several
	return each
}

// follow enables the lists that it names, or disables them with a dash before
// the name: follow=staffing,-conflictedUsers.
func follow[W any](settings func(W) *v1alpha1.AssistantsFollow) option[W] {
	return option[W]{takes: several, set: func(to W, value word, in statement) error {
		setting, list := v1alpha1.FollowEnabled, value
		if before, after, dash := cut(value, "-"); dash && before.text == "" {
			setting, list = v1alpha1.FollowDisabled, after
		}
		switch list.text {
		case "staffing":
			settings(to).Staffing = setting
		case "conflictedUsers":
			settings(to).ConflictedUsers = setting
		default:
			return in.errorf(list, "%q is neither staffing nor conflictedUsers", list.text)
		}
		return nil
	}}
}
