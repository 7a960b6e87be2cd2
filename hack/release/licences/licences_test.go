package licences

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The operator is linked from what may be given to others with it, on every platform.
func TestEveryLinkedModule(t *testing.T) {
	for _, platform := range []string{"linux/amd64", "linux/arm64", "darwin/amd64", "darwin/arm64", "windows/amd64"} {
		goos, goarch, _ := strings.Cut(platform, "/")
		modules, err := Linked(t.Context(), "../../..", goos, goarch)
		if err != nil {
			t.Fatal(err)
		}
		if len(modules) < 50 {
			t.Errorf("%s: no more than %d modules", platform, len(modules))
		}
		for _, m := range modules {
			if err := m.MayBeLinked(); err != nil {
				t.Errorf("%s: %v", platform, err)
			}
		}
	}
}

// affero is how the text of a program says that it is under that licence.
const affero = `This program is free software: you can redistribute it and/or modify it under
the terms of the GNU Affero General Public License as published by the Free Software
Foundation, either version 3 of the License, or (at your option) any later version.

This program is distributed in the hope that it will be useful, but WITHOUT ANY WARRANTY;
without even the implied warranty of MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.
See the GNU Affero General Public License for more details.

You should have received a copy of the GNU Affero General Public License along with this
program. If not, see <https://www.gnu.org/licenses/>.
`

// What may not be linked is found.
func TestMayBeLinked(t *testing.T) {
	text := func(path string) string {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	apache := text("../../../LICENSE")
	for what, c := range map[string]struct {
		files map[string]string
		want  string // of the error; empty: it may
	}{
		"ours":            {map[string]string{"LICENSE": apache, "README.md": "MIT"}, ""},
		"the other word":  {map[string]string{"LICENCE.txt": apache}, ""},
		"none":            {map[string]string{"README.md": apache}, "no licence"},
		"code":            {map[string]string{"license.go": apache}, "no licence"},
		"all rights kept": {map[string]string{"LICENSE": "Copyright. All rights reserved, and you may do nothing with it."}, "something else"},
		"copyleft":        {map[string]string{"LICENSE": apache, "COPYING": affero}, "is under AGPL-3.0"},
	} {
		t.Run(what, func(t *testing.T) {
			dir := t.TempDir()
			for name, text := range c.files {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			err := Module{Path: "example.org/m", Dir: dir}.MayBeLinked()
			if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
}
