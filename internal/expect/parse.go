package expect

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/matterplane/matterplane/internal/access"
	"github.com/matterplane/matterplane/internal/answer"
	"github.com/matterplane/matterplane/internal/manifests"
)

// Parse returns the tests among the documents of a text, and what is wrong with
// them. It passes over all that is no test.
func Parse(file string, data []byte) ([]Test, []manifests.Problem) {
	if !mayHoldTests(data) {
		return nil, nil
	}
	d := &decoder{file: file}
	var tests []Test
	documents := yaml.NewDecoder(bytes.NewReader(data))
	for {
		var document yaml.Node
		err := documents.Decode(&document)
		if errors.Is(err, io.EOF) {
			return tests, d.problems
		}
		if err != nil {
			d.problems = append(d.problems, broken(file, err))
			return tests, d.problems
		}
		if len(document.Content) == 0 {
			continue
		}
		root := followed(document.Content[0])
		if !d.isTest(root) {
			continue
		}
		before := len(d.problems)
		if test := d.test(root); len(d.problems) == before {
			tests = append(tests, test)
		}
	}
}

// mayHoldTests spares files without tests from being taken apart once more.
func mayHoldTests(data []byte) bool {
	return bytes.Contains(data, []byte(Group)) || bytes.Contains(bytes.ToLower(data), []byte(strings.ToLower(Kind)))
}

var line = regexp.MustCompile(`^yaml: line (\d+): `)

// broken tells of text that is no YAML.
func broken(file string, err error) manifests.Problem {
	p := manifests.Problem{Position: manifests.Position{File: file}, Cause: manifests.Malformed, Message: "broken YAML: " + strings.TrimPrefix(err.Error(), "yaml: ")}
	if told := line.FindStringSubmatch(err.Error()); told != nil {
		p.Position.Line, _ = strconv.Atoi(told[1]) // digits
		p.Message = "broken YAML: " + err.Error()[len(told[0]):]
	}
	return p
}

// isTest says whether a document is a test. One that only looks like it is wrong: it
// would never run.
func (d *decoder) isTest(node *yaml.Node) bool {
	version, kind := valueOf(node, "apiVersion"), valueOf(node, "kind")
	group := ""
	if version != nil {
		group, _, _ = strings.Cut(version.Value, "/")
	}
	isKind := kind != nil && kind.Value == Kind
	switch {
	case version != nil && version.Value == Version && isKind:
		return true
	case group == Group && version.Value != Version:
		d.wrong(version, "apiVersion", manifests.UnknownKind, "%s is not known: this program reads %s", version.Value, Version)
	case group == Group:
		d.wrong(node, "kind", manifests.UnknownKind, "there is only the kind %s in %s", Kind, Version)
	case isKind && version == nil:
		d.wrong(node, "apiVersion", manifests.UnknownKind, "missing: an %s is %s", Kind, Version)
	case isKind && strings.Contains(group, "matterplane"):
		d.wrong(version, "apiVersion", manifests.UnknownKind, "%s is not known: an %s is %s", version.Value, Kind, Version)
	}
	return false
}

func valueOf(node *yaml.Node, name string) *yaml.Node {
	if node.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		if node.Content[i].Value == name {
			return followed(node.Content[i+1])
		}
	}
	return nil
}

func (d *decoder) test(node *yaml.Node) Test {
	test := Test{At: d.at(node)}
	d.mapping(node, "", fields{
		"apiVersion": func(*yaml.Node, string) {},
		"kind":       func(*yaml.Node, string) {},
		"metadata":   func(value *yaml.Node, field string) { d.metadata(value, field, &test) },
		"cases": func(value *yaml.Node, field string) {
			d.list(value, field, func(node *yaml.Node, field string) { test.Cases = append(test.Cases, d.testCase(node, field)) })
		},
	})
	if test.Name == "" {
		d.wrong(node, "metadata.name", manifests.MissingName, "missing: a test is known by its name")
	}
	if valueOf(node, "cases") == nil {
		d.wrong(node, "cases", manifests.WrongType, "missing: nothing is expected")
	}
	for i, c := range test.Cases {
		if slices.ContainsFunc(test.Cases[:i], func(before Case) bool { return before.Name == c.Name && c.Name != "" }) {
			d.problems = append(d.problems, manifests.Problem{
				Position: c.At, Cause: manifests.DuplicateField, Field: "cases", Message: "there are two cases " + strconv.Quote(c.Name),
			})
		}
	}
	return test
}

// metadata is that of any object; labels and annotations are for other tools.
func (d *decoder) metadata(node *yaml.Node, field string, test *Test) {
	ignored := func(*yaml.Node, string) {}
	d.mapping(node, field, fields{
		"name":        func(value *yaml.Node, field string) { test.Name = d.text(value, field) },
		"namespace":   func(value *yaml.Node, field string) { test.Namespace = d.text(value, field) },
		"labels":      ignored,
		"annotations": ignored,
	})
}

func (d *decoder) testCase(node *yaml.Node, field string) Case {
	c := Case{At: d.at(node)}
	people := func(into **People) func(*yaml.Node, string) {
		return func(value *yaml.Node, field string) { *into = new(d.people(value, field)) }
	}
	before := len(d.problems)
	d.mapping(node, field, fields{
		"name":      func(value *yaml.Node, field string) { c.Name = d.text(value, field) },
		"matters":   func(value *yaml.Node, field string) { c.Matters = d.matters(value, field) },
		"users":     people(&c.Users),
		"must":      func(value *yaml.Node, field string) { c.Must = d.actions(value, field) },
		"mustNever": func(value *yaml.Node, field string) { c.MustNever = d.actions(value, field) },
		"standing":  func(value *yaml.Node, field string) { c.Standing = d.standing(value, field) },
		"members":   people(&c.Members),
		"walledOff": people(&c.WalledOff),
		"onlyThese": func(value *yaml.Node, field string) { c.OnlyThese = d.only(value, field) },
		"nobodyBut": func(value *yaml.Node, field string) { c.NobodyBut = d.only(value, field) },
	})
	if len(d.problems) == before {
		d.complete(node, field, c)
	}
	return c
}

// complete says what a case lacks.
func (d *decoder) complete(node *yaml.Node, field string, c Case) {
	lacks := func(name string) bool { return valueOf(node, name) == nil }
	ofUsers := !lacks("must") || !lacks("mustNever") || !lacks("standing")
	switch {
	case lacks("name"):
		d.wrong(node, within(field, "name"), manifests.MissingName, "missing: say in a few words what is expected")
	case lacks("matters"):
		d.wrong(node, within(field, "matters"), manifests.WrongType, "missing: on which matters? all is an answer")
	case ofUsers && lacks("users"):
		d.wrong(node, within(field, "users"), manifests.WrongType, "missing: of whom are must, mustNever and standing expected?")
	case !ofUsers && !lacks("users"):
		d.wrong(node, field, manifests.WrongType, "nothing is expected of the users: say must, mustNever or standing")
	case !ofUsers && lacks("members") && lacks("walledOff") && lacks("onlyThese") && lacks("nobodyBut"):
		d.wrong(node, field, manifests.WrongType, "nothing is expected: say must, mustNever, standing, members, walledOff, onlyThese or nobodyBut")
	}
	for _, never := range c.MustNever {
		if slices.ContainsFunc(c.Must, func(must Action) bool { return must.Action == never.Action }) {
			d.problems = append(d.problems, manifests.Problem{
				Position: never.At, Cause: manifests.DuplicateField, Field: within(field, "mustNever"),
				Message: string(never.Action) + " is in must too: no firm can pass",
			})
		}
	}
}

func (d *decoder) actions(node *yaml.Node, field string) []Action {
	var actions []Action
	d.oneOrMore(node, field, func(node *yaml.Node, field string) {
		action := d.action(node, field)
		if slices.ContainsFunc(actions, func(a Action) bool { return a.Action == action.Action }) {
			d.wrong(node, field, manifests.DuplicateField, "%s is there twice", action.Action)
		}
		actions = append(actions, action)
	})
	return actions
}

func (d *decoder) action(node *yaml.Node, field string) Action {
	action := Action{Action: access.Action(d.text(node, field)), At: d.at(node)}
	if !slices.Contains(access.Actions, action.Action) {
		d.wrong(node, field, manifests.WrongType, "%q is none of the actions %v (section D)", node.Value, access.Actions)
	}
	return action
}

var standings = []answer.Standing{answer.Granted, answer.Excluded, answer.WalledOff, answer.None}

func (d *decoder) standing(node *yaml.Node, field string) *Standing {
	standing := &Standing{Standing: answer.Standing(d.text(node, field)), At: d.at(node)}
	if !slices.Contains(standings, standing.Standing) {
		d.wrong(node, field, manifests.WrongType, "%q is none of %v", node.Value, standings)
	}
	return standing
}

// only reads who alone may do what: people for who may view, or people by action.
func (d *decoder) only(node *yaml.Node, field string) []Only {
	if node.Kind == yaml.MappingNode && len(node.Content) > 0 && slices.Contains(access.Actions, access.Action(node.Content[0].Value)) {
		var only []Only
		byAction := fields{}
		for _, action := range access.Actions {
			byAction[string(action)] = func(value *yaml.Node, field string) {
				only = append(only, Only{Action: Action{Action: action, At: d.at(value)}, Who: d.whoAlone(value, field)})
			}
		}
		d.mapping(node, field, byAction)
		return only
	}
	return []Only{{Action: Action{Action: access.ActionView, At: d.at(node)}, Who: d.whoAlone(node, field)}}
}
