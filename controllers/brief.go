package controllers

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/matterplane/matterplane/internal/plainjson"
)

// Brief spares reconcilers reading what they have just written. The API server answers a
// status with the whole object, at which no reconciler looks: what is stored it learns from
// its watch. client-go takes longer to read the whole than the status took to be derived.
// So there is left of it whose it is and which version, for which the next look at the
// cache waits.
func Brief(by http.RoundTripper) http.RoundTripper { return brief{by} }

type brief struct{ by http.RoundTripper }

type briefKey struct{}

// briefly returns a context whose answers are cut short.
func briefly(ctx context.Context) context.Context {
	return context.WithValue(ctx, briefKey{}, true)
}

// RoundTrip implements http.RoundTripper.
func (b brief) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := b.by.RoundTrip(req)
	if err != nil || req.Context().Value(briefKey{}) == nil || resp.StatusCode != http.StatusOK {
		return resp, err
	}
	if kind, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type")); kind != runtime.ContentTypeJSON {
		return resp, nil
	}
	text, err := io.ReadAll(resp.Body)
	left := io.Reader(bytes.NewReader(text))
	if err != nil {
		left = io.MultiReader(left, failing{err})
	} else if short := shortened(text); short != nil {
		left = bytes.NewReader(short)
		resp.ContentLength = int64(len(short))
		resp.Header.Del("Content-Length")
	}
	resp.Body = struct {
		io.Reader
		io.Closer
	}{left, resp.Body}
	return resp, nil
}

// shortened returns the JSON of an object with nothing but whose it is and which version;
// nil if it is not plain.
func shortened(text []byte) []byte {
	var object struct {
		metav1.TypeMeta

		Metadata struct {
			metav1.ObjectMeta

			ManagedFields plainjson.Skipped `json:"managedFields"`
		} `json:"metadata"`
		Spec   plainjson.Skipped `json:"spec"`
		Status plainjson.Skipped `json:"status"`
	}
	line := strings.TrimSuffix(string(text), "\n") // as API servers end what they answer
	if !plainjson.Unmarshal(line, &object) || object.Metadata.ResourceVersion == "" {
		return nil
	}
	of := object.Metadata
	short, err := json.Marshal(metav1.PartialObjectMetadata{TypeMeta: object.TypeMeta, ObjectMeta: metav1.ObjectMeta{
		Name: of.Name, Namespace: of.Namespace, UID: of.UID, ResourceVersion: of.ResourceVersion, Generation: of.Generation,
	}})
	if err != nil {
		return nil
	}
	return short
}

// failing fails, as what it reads from did.
type failing struct{ err error }

// Read implements io.Reader.
func (f failing) Read([]byte) (int, error) { return 0, f.err }
