package controllers

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/test/cluster"
)

// written is what an API server answers to a status.
func written(tb testing.TB) string {
	tb.Helper()
	m := &v1alpha1.Matter{
		TypeMeta: metav1.TypeMeta{APIVersion: v1alpha1.GroupVersion.String(), Kind: "Matter"},
		ObjectMeta: metav1.ObjectMeta{
			Name: "m", Namespace: "firm", UID: "u", ResourceVersion: "7", Generation: 3, CreationTimestamp: metav1.Unix(1_800_000_000, 0),
			Annotations: map[string]string{v1alpha1.LedgerAnnotation: `{"staffing":{}}`}, Labels: map[string]string{"a": "b"},
			ManagedFields: []metav1.ManagedFieldsEntry{{Manager: "matterplane", Operation: "Update", FieldsV1: metav1.NewFieldsV1(`{"f:status":{"f:staffing":{}}}`)}},
		},
		Spec: v1alpha1.MatterSpec{Client: "acme", Type: v1alpha1.TypeMatter, Staffing: []v1alpha1.StaffingEntry{{User: "ann"}}},
	}
	for range 12 {
		m.Status.Staffing = append(m.Status.Staffing, v1alpha1.Member{
			User: "ann", MatterRole: v1alpha1.MatterRoleEditor, Access: "Granted", Origins: []v1alpha1.Origin{{Type: "Direct"}},
		})
	}
	text, err := json.Marshal(m)
	if err != nil {
		tb.Fatal(err)
	}
	return string(text) + "\n"
}

const whose = `{"kind":"Matter","apiVersion":"matterplane.dev/v1alpha1",` +
	`"metadata":{"name":"m","namespace":"firm","uid":"u","resourceVersion":"7","generation":3}}`

func TestBrief(t *testing.T) {
	t.Parallel()
	all := written(t)
	const asJSON, refusal = "application/json", `{"kind":"Status","code":409}`
	cut := errors.New("the connection was cut")
	anybody := func(ctx context.Context) context.Context { return ctx }
	for name, row := range map[string]struct {
		kind, body string
		code       int   // 200 unless said
		breaks     error // after the body
		asks       func(context.Context) context.Context
		want       string
	}{
		"a status":                       {kind: asJSON, body: all, want: whose},
		"with a charset":                 {kind: asJSON + "; charset=utf-8", body: all, want: whose},
		"of anybody else":                {kind: asJSON, body: all, asks: anybody, want: all},
		"refused":                        {kind: asJSON, body: refusal, code: http.StatusConflict, want: refusal},
		"not as JSON":                    {kind: "application/vnd.kubernetes.protobuf", body: all, want: all},
		"of no type":                     {body: all, want: all},
		"with white space, so not plain": {kind: asJSON, body: " " + all, want: " " + all},
		"with something after it":        {kind: asJSON, body: all + "{}", want: all + "{}"},
		"of no version":                  {kind: asJSON, body: `{"kind":"Matter","metadata":{"name":"m"}}`, want: `{"kind":"Matter","metadata":{"name":"m"}}`},
		"cut off":                        {kind: asJSON, body: all[:9], breaks: cut, want: all[:9]},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if row.asks == nil {
				row.asks = briefly
			}
			given := answers{&http.Response{
				StatusCode: cmp.Or(row.code, http.StatusOK), ContentLength: int64(len(row.body)), Header: http.Header{"Content-Type": {row.kind}},
				Body: io.NopCloser(strings.NewReader(row.body)),
			}}
			if row.breaks != nil {
				given.Body = io.NopCloser(io.MultiReader(given.Body, failing{row.breaks}))
			}
			req, err := http.NewRequestWithContext(row.asks(t.Context()), http.MethodPut, "https://api.test", http.NoBody)
			if err != nil {
				t.Fatal(err)
			}
			resp, err := Brief(given).RoundTrip(req)
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			got, err := io.ReadAll(resp.Body)
			if !errors.Is(err, row.breaks) {
				t.Errorf("error %v, want %v", err, row.breaks)
			}
			if resp.ContentLength != int64(len(got)) && err == nil {
				t.Errorf("it says that it has %d bytes, and has %d", resp.ContentLength, len(got))
			}
			if diff := gocmp.Diff(row.want, string(got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// BenchmarkBrief is what it takes to cut an answer short, and to read it whole and cut
// short.
func BenchmarkBrief(b *testing.B) {
	text := []byte(written(b))
	b.Run("cutting", func(b *testing.B) {
		for b.Loop() {
			if shortened(text) == nil {
				b.Fatal("it is not plain")
			}
		}
	})
	for name, of := range map[string][]byte{"whole": text, "short": shortened(text)} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := json.Unmarshal(of, &v1alpha1.Matter{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// TestBriefOfAnAPIServer: a real one's answers are such that they can be cut short.
func TestBriefOfAnAPIServer(t *testing.T) {
	config := cluster.Config()
	config.Wrap(Brief)
	c, err := client.New(config, client.Options{Scheme: cluster.Scheme()})
	if err != nil {
		t.Fatal(err)
	}
	m := &v1alpha1.Matter{
		ObjectMeta: metav1.ObjectMeta{Name: "m", Namespace: cluster.NamespaceWithoutWebhooks(t), Annotations: map[string]string{"note": `a "quoted" <word> & a line` + "\n"}},
		Spec:       v1alpha1.MatterSpec{Type: v1alpha1.TypeMatter, DisplayName: "Zürich ./. Łódź", Staffing: []v1alpha1.StaffingEntry{{User: "ann"}}},
	}
	if err := c.Create(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { // a manager that sees all firms would mend it
		if err := c.Delete(context.WithoutCancel(t.Context()), m); err != nil {
			t.Error(err)
		}
	})
	m.Status.Staffing = []v1alpha1.Member{{
		User: "ann", MatterRole: v1alpha1.MatterRoleEditor, StaffingType: v1alpha1.StaffingTeamMember, Access: "Granted", Origins: []v1alpha1.Origin{{Type: "Direct"}},
	}}
	uid := m.UID
	if err := c.Status().Update(briefly(t.Context()), m); err != nil {
		t.Fatal(err)
	}
	stored := &v1alpha1.Matter{}
	if err := c.Get(t.Context(), client.ObjectKeyFromObject(m), stored); err != nil {
		t.Fatal(err)
	}
	if len(stored.Status.Staffing) != 1 {
		t.Errorf("stored is the status %+v", stored.Status)
	}
	want := &v1alpha1.Matter{ObjectMeta: metav1.ObjectMeta{Name: "m", Namespace: stored.Namespace, UID: uid, ResourceVersion: stored.ResourceVersion, Generation: 1}}
	if diff := gocmp.Diff(want, m, cmpopts.IgnoreTypes(metav1.TypeMeta{})); diff != "" {
		t.Errorf("read of the answer (-want +got):\n%s", diff)
	}
}
