// Command dockerfile lints a Dockerfile: by those rules of docker build --check that
// need no image, as BuildKit's own parser tells them, and by what an image of ours is:
// a binary on nothing else, run by nobody, of versions that are named.
//
//	go -C hack/dockerfile run . ../../Dockerfile
package main

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/linter"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
)

func main() {
	var found []error
	for _, path := range os.Args[1:] {
		text, err := os.ReadFile(path)
		if err == nil {
			err = lint(string(text))
		}
		if err != nil {
			found = append(found, fmt.Errorf("%s: %w", path, err))
		}
	}
	if err := errors.Join(found...); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// lint returns all that is wrong with a Dockerfile.
func lint(text string) error {
	var found []error
	parsed, err := parser.Parse(strings.NewReader(text))
	if err != nil {
		return err
	}
	for _, warning := range parsed.Warnings {
		found = append(found, errors.New(warning.Short))
	}
	rules := linter.New(&linter.Config{Warn: func(rule, _, _, message string, _ []parser.Range) {
		found = append(found, fmt.Errorf("%s: %s", rule, message))
	}})
	stages, _, err := instructions.Parse(parsed.AST, rules)
	if err != nil {
		return errors.Join(append(found, err)...)
	}
	for _, stage := range stages {
		found = append(found, ofStage(stage)...)
	}
	return errors.Join(append(found, ofImage(stages[len(stages)-1])...)...)
}

// versioned is an image of a version that is named to the patch, or by its digest.
var versioned = regexp.MustCompile(`:v?\d+\.\d+\.\d+|@sha256:[0-9a-f]{64}$`)

func ofStage(stage instructions.Stage) (found []error) {
	if stage.BaseName != "scratch" && !versioned.MatchString(stage.BaseName) {
		found = append(found, fmt.Errorf("%s names no version", stage.BaseName))
	}
	for _, command := range stage.Commands {
		if add, is := command.(*instructions.AddCommand); is {
			found = append(found, fmt.Errorf("%s fetches what nobody checks: COPY does not", add))
		}
	}
	return found
}

// nobody is a user and a group by number, so that Kubernetes can see that it is not root.
var nobody = regexp.MustCompile(`^[1-9]\d*:[1-9]\d*$`)

// ofImage is what is wrong with the stage that becomes the image.
func ofImage(stage instructions.Stage) (found []error) {
	if stage.BaseName != "scratch" {
		found = append(found, fmt.Errorf("the image stands on %s, not on nothing", stage.BaseName))
	}
	user := ""
	for _, command := range stage.Commands {
		switch c := command.(type) {
		case *instructions.UserCommand:
			user = c.User
		case *instructions.RunCommand:
			found = append(found, errors.New("there is nothing in the image to run"))
		case *instructions.EntrypointCommand:
			if c.PrependShell {
				found = append(found, errors.New("there is no shell in the image for the ENTRYPOINT"))
			}
		}
	}
	if !nobody.MatchString(user) {
		found = append(found, fmt.Errorf("the image runs as %q, not as nobody, by number", user))
	}
	return found
}
