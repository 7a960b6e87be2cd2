package report

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"pgregory.net/rapid"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		name    string
		phrases []string
		want    []string
	}{
		{"fits", []string{"direct;", "case acme"}, []string{"direct; case acme"}},
		{"breaks between phrases", []string{"direct;", "case acme-litigation"}, []string{"direct;", "case acme-litigation"}},
		{"begins a line for a long phrase", []string{"direct;", "follows amira-khan, carla-ruiz"}, []string{"direct;", "follows amira-khan,", "carla-ruiz"}},
		{"breaks an address after the @", []string{"amira.khan@khan-ruiz.example"}, []string{"amira.khan@", "khan-ruiz.example"}},
		{"breaks a name after punctuation", []string{"the-longest-name-of-all-names"}, []string{"the-longest-name-of-", "all-names"}},
		{"breaks anywhere else", []string{"abcdefghijklmnopqrstuvwxyz"}, []string{"abcdefghijklmnopqrst", "uvwxyz"}},
		{"counts wide letters twice", []string{"株式会社松島法律事務所", "x"}, []string{"株式会社松島法律事務", "所 x"}},
		{"counts accents as nothing", []string{"I n e\u0302 s  D u a r t e"}, []string{"I n e\u0302 s D u a r t e"}},
		{"disarms control characters", []string{"a\x1b[31mb\r\nc\u202ed\u2028e"}, []string{"a [31mb cd e"}},
		{"prints nothing for nothing", []string{"", " "}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := wrap(20, c.phrases); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestWrapLosesNothing: whatever the text, lines keep the width, and they hold
// every character but space.
func TestWrapLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(2, 40).Draw(t, "width")
		phrases := rapid.SliceOf(anyText()).Draw(t, "phrases")
		lines := wrap(width, phrases)
		for _, line := range lines {
			if cells(line) > width || line == "" {
				t.Errorf("line %q of %d cells in %d", line, cells(line), width)
			}
		}
		if got, want := solid(strings.Join(lines, "")), solid(clean(strings.Join(phrases, ""))); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

// TestTeamsKeepTheWidth: whatever firms hold, no line is too wide, nothing but
// lines and letters reaches the terminal, and colour changes nothing else.
func TestTeamsKeepTheWidth(t *testing.T) {
	escape := regexp.MustCompile("\x1b" + `\[\d+m`)
	rapid.Check(t, func(rt *rapid.T) {
		firms := Group(rapid.SliceOfN(anyObject(), 1, 12).Draw(rt, "objects"))
		style := Style{Width: rapid.IntRange(0, 200).Draw(rt, "width"), ASCII: rapid.Bool().Draw(rt, "ascii")}

		var plain, colored strings.Builder
		if err := Teams(&plain, firms, style); err != nil {
			rt.Fatal(err)
		}
		for line := range strings.Lines(plain.String()) {
			line = strings.TrimSuffix(line, "\n")
			if cells(line) > style.bounded().Width {
				rt.Errorf("%d cells in %d: %q", cells(line), style.bounded().Width, line)
			}
			if strings.ContainsFunc(line, unicode.IsControl) || strings.HasSuffix(line, " ") {
				rt.Errorf("not clean: %q", line)
			}
		}

		style.Color = true
		if err := Teams(&colored, firms, style); err != nil {
			rt.Fatal(err)
		}
		if escape.ReplaceAllString(colored.String(), "") != plain.String() {
			rt.Errorf("colour changes the text:\n%s\n%s", colored.String(), plain.String())
		}
	})
}

func solid(text string) string {
	return strings.Join(strings.Fields(text), "")
}

func anyText() *rapid.Generator[string] {
	return rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-zé株 .@-]{0,80}`))
}

func anyName() *rapid.Generator[string] {
	return rapid.OneOf(rapid.SampledFrom([]string{"a", "b", "c"}), rapid.StringMatching(`[a-z0-9]([-a-z0-9.]{0,61}[a-z0-9])?`))
}

// anyObject draws objects that the schema would let pass, and worse.
func anyObject() *rapid.Generator[metav1.Object] {
	return rapid.Custom(func(t *rapid.T) metav1.Object {
		name, text := anyName(), anyText()
		meta := metav1.ObjectMeta{
			Name:       name.Draw(t, "name"),
			Namespace:  rapid.SampledFrom([]string{"n", "another-namespace"}).Draw(t, "namespace"),
			Generation: rapid.Int64Range(-1, 1).Draw(t, "generation"),
		}
		contact := &v1alpha1.Contact{User: name.Draw(t, "contact"), DisplayName: text.Draw(t, "full name"), Email: text.Draw(t, "email")}
		conditions := []metav1.Condition{{Type: v1alpha1.ConditionReady, Status: metav1.ConditionFalse, Message: text.Draw(t, "message")}}
		switch rapid.IntRange(0, 3).Draw(t, "kind") {
		case 0:
			firm := &v1alpha1.Firm{ObjectMeta: meta}
			firm.Spec.DisplayName = text.Draw(t, "display name")
			firm.Spec.Clients = []v1alpha1.Client{{Name: name.Draw(t, "client"), DisplayName: text.Draw(t, "of client"), Manager: name.Draw(t, "manager")}}
			firm.Status = v1alpha1.FirmStatus{Conditions: conditions, Lead: contact, FirmAdministrators: rapid.SliceOf(name).Draw(t, "administrators")}
			return firm
		case 1:
			return &v1alpha1.Office{ObjectMeta: meta, Status: v1alpha1.OfficeStatus{
				Conditions: conditions, SupportContact: contact, Administrators: rapid.SliceOf(name).Draw(t, "administrators"), Users: 20000, ActiveUsers: 19999,
			}}
		case 2:
			return &v1alpha1.FirmUser{ObjectMeta: meta, Spec: v1alpha1.FirmUserSpec{GivenName: text.Draw(t, "given"), FamilyName: text.Draw(t, "family")}}
		default:
			return &v1alpha1.Matter{ObjectMeta: meta, Spec: anySpec(t), Status: anyStatus(t)}
		}
	})
}

func anySpec(t *rapid.T) v1alpha1.MatterSpec {
	name, text := anyName(), anyText()
	return v1alpha1.MatterSpec{
		Type:             v1alpha1.AssetType(rapid.SampledFrom([]string{"Matter", "Case", "Collection", "Other"}).Draw(t, "type")),
		DisplayName:      text.Draw(t, "display name"),
		Client:           name.Draw(t, "client"),
		Case:             name.Draw(t, "case"),
		Lead:             name.Draw(t, "lead"),
		Collections:      rapid.SliceOf(name).Draw(t, "collections"),
		ConflictedUsers:  []v1alpha1.ConflictedEntry{{User: name.Draw(t, "conflicted"), Reason: text.Draw(t, "reason")}},
		ExcludedUsers:    []v1alpha1.ExcludedEntry{{User: name.Draw(t, "excluded"), Reason: text.Draw(t, "reason")}},
		OpposingTeamSets: []v1alpha1.OpposingTeamSide{{Set: text.Draw(t, "set"), Side: text.Draw(t, "side")}},
	}
}

func anyStatus(t *rapid.T) v1alpha1.MatterStatus {
	name := anyName()
	origin := rapid.Custom(func(t *rapid.T) v1alpha1.Origin {
		return v1alpha1.Origin{
			Type: v1alpha1.OriginType(rapid.SampledFrom([]string{"Direct", "Case", "Collection", "Following", "OpposingTeamSet", "Other"}).Draw(t, "type")),
			Set:  anyText().Draw(t, "set"),
			Via:  rapid.SliceOf(name).Draw(t, "via"),
			More: rapid.Int32Range(0, 2).Draw(t, "more"),
		}
	})
	member := rapid.Custom(func(t *rapid.T) v1alpha1.Member {
		return v1alpha1.Member{
			User:         name.Draw(t, "user"),
			Origins:      rapid.SliceOfN(origin, 0, 4).Draw(t, "origins"),
			MatterRole:   v1alpha1.MatterRole(anyText().Draw(t, "role")),
			StaffingType: v1alpha1.StaffingType(anyText().Draw(t, "capacity")),
			Access:       v1alpha1.Access(rapid.SampledFrom([]string{"Granted", "Excluded"}).Draw(t, "access")),
			Exemptions:   rapid.SliceOfN(rapid.Just(v1alpha1.FloatingUser), 0, 1).Draw(t, "exemptions"),
		}
	})
	conflicted := rapid.Custom(func(t *rapid.T) v1alpha1.ConflictedUser {
		return v1alpha1.ConflictedUser{User: name.Draw(t, "user"), Origins: rapid.SliceOfN(origin, 0, 4).Draw(t, "origins")}
	})
	return v1alpha1.MatterStatus{
		Staffing:        rapid.SliceOf(member).Draw(t, "staffing"),
		ConflictedUsers: rapid.SliceOf(conflicted).Draw(t, "conflicted"),
		Ignored:         []v1alpha1.IgnoredUser{{User: name.Draw(t, "ignored"), Reason: v1alpha1.IgnoredReason(anyText().Draw(t, "why"))}},
		Summary:         &v1alpha1.MatterSummary{Members: 1000, Conflicted: 1000},
	}
}
