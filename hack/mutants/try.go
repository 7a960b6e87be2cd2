package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

type outcome string

const (
	outcomeCaught   outcome = "caught"
	outcomeSurvived outcome = "survived"
	outcomeFailed   outcome = "failed" // it could not be tried
)

// verdict is what became of a mutant.
type verdict struct {
	outcome outcome
	how     string
	took    time.Duration
}

// patience bounds one mutant: a planted bug may never end.
const patience = 15 * time.Minute

// try plants a mutant, builds the proof with it, and runs that.
func try(ctx context.Context, o options, m mutant, dir string) verdict {
	start := time.Now()
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	caught, how, err := plantAndProve(ctx, o, m, dir)
	v := verdict{outcome: outcomeSurvived, how: how, took: time.Since(start)}
	switch {
	case err != nil:
		v.outcome, v.how = outcomeFailed, err.Error()
	case caught:
		v.outcome = outcomeCaught
	}
	return v
}

func plantAndProve(ctx context.Context, o options, m mutant, dir string) (caught bool, how string, err error) {
	overlay, err := plant(o.root, m, dir)
	if err != nil {
		return false, "", err
	}
	prove := filepath.Join(dir, "prove")
	build := exec.CommandContext(ctx, "go", "build", "-p=1", "-ldflags=-s -w", "-overlay", overlay, "-o", prove, "./hack/prove")
	build.Dir = o.root
	if out, err := build.CombinedOutput(); err != nil {
		return false, "", fmt.Errorf("it does not build: %w\n%s", err, out)
	}
	if m.ofDecisions() {
		n, err := differences(ctx, o.root, prove, []string{"-seed=1", "-workers=1", fmt.Sprintf("-firms=%d", o.firms), "-replay=false", "-histories=0"})
		return err == nil && n != "", cmp.Or(times(n, "firm", "firms"), fmt.Sprintf("%d firms", o.firms)), err
	}
	args := []string{"-seed=1", "-workers=1", "-replay=false", "-firms=0", fmt.Sprintf("-histories=%d", o.histories), "-shrink=0"}
	if o.keep {
		args = append(args, "-shrink=2m", "-name="+m.slug(), fmt.Sprintf("-comment=%s. It catches this bug: %s.", m.rule, m.breaks))
	}
	if n, err := differences(ctx, o.root, prove, args); err != nil || n != "" {
		return err == nil, times(n, "history", "histories"), err
	}
	if n, err := differences(ctx, o.root, prove, []string{"-firms=0", "-histories=0"}); err != nil || n != "" {
		return err == nil, "by the saved histories alone", err
	}
	return false, fmt.Sprintf("%d histories", o.histories), nil
}

// ending is the last line of a proof that found something.
var ending = regexp.MustCompile(`(?m)^(\d+)(?: saved)? (?:histories|firms), 1 difference$`)

// differences runs the proof and returns how many histories or firms it took to find a
// difference, empty if there is none.
func differences(ctx context.Context, root, prove string, args []string) (string, error) {
	run := exec.CommandContext(ctx, prove, args...)
	run.Dir = root
	var out bytes.Buffer
	run.Stdout, run.Stderr = &out, &out
	err := run.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return "", fmt.Errorf("running the proof: %w", err)
	}
	if found := ending.FindSubmatch(out.Bytes()); found != nil {
		return string(found[1]), nil
	}
	if ctx.Err() != nil {
		return "", fmt.Errorf("the proof did not end: %w", ctx.Err())
	}
	if err != nil {
		return "", fmt.Errorf("the proof failed: %w\n%s", err, out.String())
	}
	return "", nil
}

// times says after how many it was.
func times(n, one, many string) string {
	switch n {
	case "":
		return ""
	case "1":
		return "after 1 " + one
	}
	return "after " + n + " " + many
}

// plant writes the file with the bug, and an overlay that puts it in the place of
// the real one.
func plant(root string, m mutant, dir string) (overlay string, err error) {
	text, err := m.planted(root)
	if err != nil {
		return "", err
	}
	path, err := filepath.Abs(filepath.Join(root, m.file))
	if err != nil {
		return "", fmt.Errorf("finding %s: %w", m.file, err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", fmt.Errorf("making room for a mutant: %w", err)
	}
	planted := filepath.Join(dir, filepath.Base(m.file))
	if err := os.WriteFile(planted, []byte(text), 0o644); err != nil {
		return "", fmt.Errorf("planting a mutant: %w", err)
	}
	replace, err := json.Marshal(map[string]map[string]string{"Replace": {path: planted}})
	if err != nil {
		return "", fmt.Errorf("writing an overlay: %w", err)
	}
	overlay = filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(overlay, replace, 0o644); err != nil {
		return "", fmt.Errorf("writing an overlay: %w", err)
	}
	return overlay, nil
}

// planted returns the file with the bug in it.
func (m mutant) planted(root string) (string, error) {
	text, err := os.ReadFile(filepath.Join(root, m.file))
	if err != nil {
		return "", fmt.Errorf("reading what to break: %w", err)
	}
	if n := strings.Count(string(text), m.old); n != 1 {
		return "", fmt.Errorf("%s has the old text %d times, not once: %q", m.file, n, m.old)
	}
	return strings.Replace(string(text), m.old, m.new, 1), nil
}

// ofDecisions says whether the bug is in who may do what: random firms are to catch
// it, not histories.
func (m mutant) ofDecisions() bool {
	return strings.HasPrefix(m.rule, "S-") || strings.HasPrefix(m.rule, "D-")
}

// slug names a file after a mutant.
func (m mutant) slug() string {
	words := strings.FieldsFunc(m.rule+" "+m.breaks, func(r rune) bool { return strings.ContainsRune(" ,'.", r) })
	return strings.Join(words, "-")
}
