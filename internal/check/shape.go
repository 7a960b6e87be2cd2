package check

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"k8s.io/apimachinery/pkg/util/validation/field"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/internal/manifests"
	"github.com/matterplane/matterplane/internal/progress"
	"github.com/matterplane/matterplane/internal/schema"
)

// shapes are what the API server would refuse of objects one by one. What reading
// has told already is not told again.
func shapes(ctx context.Context, set *manifests.Set, read []Finding) ([]Finding, error) {
	ctx, done := progress.Start(ctx, "checking as the API server does", "objects", set.Len())
	defer done()
	var mu sync.Mutex
	var r report
	err := set.Contents(ctx, func(object client.Object, content map[string]any) {
		progress.Add(ctx, 1)
		found := exported(object, content)
		for _, wrong := range schema.For(manifests.KindOf(object)).Create(ctx, content) {
			found = append(found, refused(object, wrong))
		}
		if len(found) > 0 {
			mu.Lock()
			defer mu.Unlock()
			r.add(found...)
		}
	})
	if err != nil {
		return nil, err
	}
	type line struct {
		file string
		line int
	}
	told := map[line]bool{}
	for _, f := range read {
		told[line{f.Position.File, f.Position.Line}] = true
	}
	var findings []Finding
	for _, f := range r.findings(set) {
		if !told[line{f.Position.File, f.Position.Line}] || f.ID != schemaID {
			findings = append(findings, f)
		}
	}
	return findings, nil
}

// schemaID is the ID of what no rule says.
const schemaID = "Schema"

// refused is what the API server says, in shorter words.
func refused(object client.Object, wrong *field.Error) placed {
	if id, message := schema.Rule(wrong.Detail); id != "" {
		message, cure, _ := strings.Cut(message, "; ")
		path := wrong.Field
		if path == "" || path == "<nil>" { // the API server has no path for rules about metadata
			path = "metadata.name"
		}
		return errorIn(object, id, path, message, sentence(cure))
	}
	return errorIn(object, schemaID, wrong.Field, inWords(wrong), "")
}

// inWords says what is wrong with a value. The value itself is left out where it
// may be long: who reads this sees it.
func inWords(wrong *field.Error) string {
	switch wrong.Type {
	case field.ErrorTypeRequired:
		return "missing: it must be there"
	case field.ErrorTypeNotSupported:
		return fmt.Sprintf("%q is none of the %s", fmt.Sprint(wrong.BadValue), wrong.Detail)
	case field.ErrorTypeDuplicate:
		return "is in the list already"
	case field.ErrorTypeTooLong, field.ErrorTypeTooMany, field.ErrorTypeInvalid, field.ErrorTypeTypeInvalid:
		if value, is := wrong.BadValue.(string); is && wrong.Type != field.ErrorTypeTooLong && len(value) <= 80 {
			return fmt.Sprintf("%q: %s", value, wrong.Detail)
		}
		return wrong.Detail
	default:
		return wrong.ErrorBody()
	}
}

// sentence begins with a capital and ends with a full stop.
func sentence(words string) string {
	if words == "" {
		return ""
	}
	return strings.ToUpper(words[:1]) + strings.TrimSuffix(words[1:], ".") + "."
}
