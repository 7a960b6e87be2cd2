package report

import (
	"os"
	"path/filepath"
	"testing"
)

func TestNewStyle(t *testing.T) {
	type environment map[string]string
	for _, c := range []struct {
		name     string
		terminal bool
		width    int
		environ  environment
		want     Style
	}{
		{"terminal", true, 90, environment{"TERM": "xterm", "LANG": "en_GB.UTF-8"}, Style{Width: 90, Color: true}},
		{"no terminal", false, 0, environment{"TERM": "xterm", "LANG": "en_GB.UTF-8"}, Style{Width: 80}},
		{"NO_COLOR", true, 80, environment{"NO_COLOR": "1", "LANG": "C.utf8"}, Style{Width: 80}},
		{"NO_COLOR is empty", true, 80, environment{"NO_COLOR": "", "LANG": "C.utf8"}, Style{Width: 80, Color: true}},
		{"dumb terminal", true, 80, environment{"TERM": "dumb", "LANG": "C.utf8"}, Style{Width: 80}},
		{"no locale", true, 80, environment{}, Style{Width: 80, Color: true, ASCII: true}},
		{"another locale", true, 80, environment{"LANG": "de_DE.ISO-8859-1"}, Style{Width: 80, Color: true, ASCII: true}},
		{"LC_ALL before LC_CTYPE before LANG", true, 80, environment{"LC_ALL": "C", "LC_CTYPE": "C.UTF-8", "LANG": "C.UTF-8"}, Style{Width: 80, Color: true, ASCII: true}},
		{"width unknown", true, 0, environment{"LANG": "C.UTF-8"}, Style{Width: 80, Color: true}},
		{"wider than is readable", true, 300, environment{"LANG": "C.UTF-8"}, Style{Width: 100, Color: true}},
		{"narrower than the columns", true, 20, environment{"LANG": "C.UTF-8"}, Style{Width: 60, Color: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := newStyle(c.terminal, c.width, func(key string) string { return c.environ[key] })
			if got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}

func TestNewStyleOfFile(t *testing.T) {
	t.Setenv("NO_COLOR", "")
	t.Setenv("TERM", "xterm")
	file, err := os.Create(filepath.Join(t.TempDir(), "report"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if style := NewStyle(file); style.Color || style.Width != 80 {
		t.Errorf("a file gets %+v, want no colour and 80 cells", style)
	}
}

func TestNewStyleOfTerminal(t *testing.T) {
	t.Setenv("NO_COLOR", "")
	t.Setenv("TERM", "xterm")
	terminal, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Fatal("every Unix has pseudo-terminals:", err)
	}
	defer terminal.Close()
	if style := NewStyle(terminal); !style.Color {
		t.Errorf("a terminal gets %+v, want colour", style)
	}
	t.Setenv("NO_COLOR", "1")
	if style := NewStyle(terminal); style.Color {
		t.Errorf("with NO_COLOR a terminal gets %+v, want no colour", style)
	}
}
