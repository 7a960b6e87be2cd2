package render

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"

	"github.com/matterplane/matterplane/internal/test/firms"
)

// TestYAMLIsWhatTheLibraryPrints compares all statuses of a firm with what the
// library prints of them, and wants few of them to need it.
func TestYAMLIsWhatTheLibraryPrints(t *testing.T) {
	all, left := 0, 0
	for o := range Firm(firms.Generate(firms.Shape{Matters: 500, Seed: 1, Namespace: "acme"})) {
		all++
		text, err := JSON(o)
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := appendPlain(nil, ofObject, reflect.ValueOf(o)); !ok {
			left++
		}
		want, err := yaml.JSONToYAML(text)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := YAML(o); err != nil || string(got) != string(want) {
			t.Fatalf("%s %s: %v (-library +ours):\n%s", o.Kind, o.Metadata.Name, err, cmp.Diff(string(want), string(got)))
		}
	}
	if left*100 > all {
		t.Errorf("%d of %d objects are left to the library", left, all)
	}
}

// TestYAMLOfAnything compares documents of words that YAML could take for something
// else, of long sentences and of strange signs.
func TestYAMLOfAnything(t *testing.T) {
	ours := 0
	for seed := range uint64(12_000) {
		d := drawn{rand.New(rand.NewPCG(seed, 0))}
		if printsAsTheLibrary(t, d.anything()) {
			ours++
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
	if ours < 3_000 {
		t.Errorf("only %d documents were ours", ours)
	}
}

// FuzzText compares how a text is printed, short and long, behind a key and in a list.
func FuzzText(f *testing.F) {
	for _, text := range slices.Concat(pieces, rare) {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		printsAsTheLibrary(t, anything{Kind: text})
		printsAsTheLibrary(t, anything{Via: []string{text, "and " + text}})
		printsAsTheLibrary(t, anything{Status: part{User: "a wall that names " + text + " and whoever else is there, so that it goes on: " + text}})
	})
}

// printsAsTheLibrary says whether a struct is not left to the library, and fails if it
// is printed otherwise.
func printsAsTheLibrary[S any](t *testing.T, s S) bool {
	t.Helper()
	got, ok := appendPlain([]byte("before"), fields(reflect.TypeFor[S](), 0), reflect.ValueOf(s))
	if !ok {
		return false
	}
	text, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	want, err := yaml.JSONToYAML(timeless(text))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("before"+string(want), string(got)); diff != "" {
		t.Errorf("%s (-library +ours):\n%s", text, diff)
	}
	return true
}

// anything is of all that a status can be of, in every place where it can be.
type anything struct {
	inlined `json:",inline"`

	Kind     string            `json:"kind,omitempty"`
	Via      []string          `json:"via"`
	Status   part              `json:"status"`
	Empty    part              `json:"empty,omitzero"`
	Pointed  *part             `json:"pointed,omitempty"`
	Null     *part             `json:"nothing"`
	No       *int64            `json:"noNumber,omitempty"`
	Parts    []part            `json:"parts,omitempty"`
	Dynamic  any               `json:"dynamic"`
	Maybe    any               `json:"maybe,omitempty"`
	Map      map[string]string `json:"map,omitempty"`
	Lists    [][]string        `json:"lists,omitempty"`
	Pointers []*part           `json:"pointers,omitempty"`
	At       metav1.Time       `json:"at,omitzero"`
	Float    float64           `json:"float,omitempty"`
	Quoted   int               `json:"quoted,omitempty,string"`
	Yes      bool              `json:"yes,omitempty"`
	Hidden   string            `json:"-"`
	hidden   string
	Untagged string
}

// inlined has fields that stand among those of another.
type inlined struct {
	Type string `json:"type,omitempty"`
	Zed  bool   `json:"zed,omitempty"`
}

// part is what nests.
type part struct {
	User    string   `json:"user,omitempty"`
	More    int32    `json:"more,omitempty"`
	Matters bool     `json:"matters,omitempty"`
	Within  []within `json:"within,omitempty"`
	Deep    struct {
		Text string  `json:"text,omitempty"`
		One  *within `json:"one,omitempty"`
	} `json:"deep,omitzero"`
}

type within struct {
	Access string   `json:"access,omitempty"`
	Names  []string `json:"names,omitempty"`
	Number int64    `json:"number"`
	Empty  struct{} `json:"empty"`
}

// drawn draws documents.
type drawn struct{ *rand.Rand }

var (
	usual  = []string{"Amira", "khan", "of the matter", "of", "the", "a wall that names both of them", "C-7", "don't", "a&b", "x@y.example", "a, b", "café", "the firm’s"}
	pieces = []string{
		"ß", "…", "日本", `"quoted"`, "<b>", "yes", "No", "on", "null", "y", "true", "12", "0x1", "1e3", "2026-01-05", ".5",
		"-", "#", ":", "a:b", "%", "@", ",", "[", "{}", "|", "*", "!", "?", "=", "~", "\\",
	}
	rare  = []string{"\t", "\n", "  ", " ", "\u0085", "\u00a0", "\u2028", "\ufeff", "😀", "\x7f", "\xff", ""}
	joins = []string{" ", " ", " ", "", ": ", " #", "'", ", "}
)

func (d drawn) of(words []string) string { return words[d.IntN(len(words))] }

func (d drawn) text() string {
	if d.maybe(50) {
		return d.of(pieces)
	}
	text := d.of(usual)
	for range d.IntN(3) * d.IntN(20) {
		text += d.of(joins)
		switch n := d.IntN(200); {
		case n < 3:
			text += d.of(pieces)
		case n == 3:
			text += d.of(rare)
		default:
			text += d.of(usual)
		}
	}
	return text
}

// maybe says yes once in so many times.
func (d drawn) maybe(n int) bool { return d.IntN(n) == 0 }

func (d drawn) anything() anything {
	a := anything{Kind: d.text(), Via: d.texts(), Status: d.part(), hidden: d.text(), Hidden: d.text(), Untagged: d.text()}
	a.Type, a.Zed = d.text(), d.maybe(2)
	if d.maybe(2) {
		a.Pointed, a.Dynamic = new(d.part()), d.part()
	}
	for range d.IntN(3) {
		a.Parts = append(a.Parts, d.part())
	}
	switch d.IntN(40) { // what is left to the library, and what is not
	case 0:
		a.Map = map[string]string{d.text(): d.text()}
	case 1:
		a.Lists = [][]string{d.texts()}
	case 2:
		a.Pointers = []*part{nil, new(d.part())}
	case 3:
		a.At = metav1.Unix(d.Int64N(1e9), 0)
	case 4:
		a.Float = d.Float64() * 1e20
	case 5:
		a.Quoted = d.IntN(100)
	case 6:
		a.Yes = true
	case 7:
		a.No = new(d.Int64() >> d.IntN(64))
	case 8:
		a.Dynamic = d.texts()
	case 9:
		a.Dynamic, a.Maybe = d.text(), d.IntN(1000)
	case 10:
		a.Dynamic, a.Maybe = &a.Status, true
	}
	return a
}

func (d drawn) texts() []string {
	if d.maybe(6) {
		return nil
	}
	texts := []string{}
	for range d.IntN(4) {
		texts = append(texts, d.text())
	}
	return texts
}

func (d drawn) part() part {
	p := part{More: int32(d.IntN(3)) - 1, Matters: d.maybe(2)}
	if d.maybe(2) {
		p.User = d.text()
	}
	for range d.IntN(3) {
		p.Within = append(p.Within, d.within())
	}
	if d.maybe(3) {
		p.Deep.Text = d.text()
	}
	if d.maybe(3) {
		p.Deep.One = new(d.within())
	}
	return p
}

func (d drawn) within() within {
	return within{Access: d.text(), Names: d.texts(), Number: d.Int64N(2000) - 1000}
}
