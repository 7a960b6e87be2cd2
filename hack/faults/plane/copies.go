package plane

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/util/uuid"
)

// resources are what a firm is stored under.
var resources = []string{"firms", "offices", "firmusers", "assistantlinks", "matters"}

// Copy gives other namespaces the firm of one, object by object as it is stored:
// with ledgers, stamps, managed fields and statuses. It takes no webhook and no
// API server, and a hundredth of their time.
func (e Etcd) Copy(ctx context.Context, from string, to []string) error {
	for _, resource := range resources {
		place := registry + resource + "/"
		stored, err := e.all(ctx, place+from+"/")
		if err != nil {
			return err
		}
		for _, namespace := range to {
			copies := make([]Stored, len(stored))
			for i, p := range stored {
				name := strings.TrimPrefix(string(p.Key), place+from+"/")
				value, err := moved(p.Value, namespace)
				if err != nil {
					return fmt.Errorf("copying %s: %w", p.Key, err)
				}
				copies[i] = Stored{Key: []byte(place + namespace + "/" + name), Value: value}
			}
			if err := e.Put(ctx, copies); err != nil {
				return err
			}
		}
	}
	return nil
}

// Firm returns the firm of a namespace as it is stored. Who gives it back Puts object by
// object: those of one transaction have one revision, by which the API server's watch
// cache takes only some of them for new.
func (e Etcd) Firm(ctx context.Context, namespace string) ([]Stored, error) {
	var firm []Stored
	for _, resource := range resources {
		stored, err := e.all(ctx, registry+resource+"/"+namespace+"/")
		if err != nil {
			return nil, err
		}
		firm = append(firm, stored...)
	}
	return firm, nil
}

// all returns what is stored under all keys with a prefix now.
func (e Etcd) all(ctx context.Context, prefix string) (stored []Stored, err error) {
	err = e.Read(ctx, prefix, func(p Stored) error {
		stored = append(stored, p)
		return nil
	})
	return stored, err
}

// Erase removes the firms of namespaces.
func (e Etcd) Erase(ctx context.Context, namespaces []string) error {
	for _, resource := range resources {
		for _, namespace := range namespaces {
			if err := e.Delete(ctx, registry+resource+"/"+namespace+"/"); err != nil {
				return err
			}
		}
	}
	return nil
}

// moved returns a stored object as one of its own in another namespace.
func moved(stored []byte, namespace string) ([]byte, error) {
	var object, metadata map[string]json.RawMessage
	if err := json.Unmarshal(stored, &object); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(object["metadata"], &metadata); err != nil {
		return nil, err
	}
	for field, value := range map[string]string{"namespace": namespace, "uid": string(uuid.NewUUID())} {
		text, err := json.Marshal(value)
		if err != nil {
			return nil, err
		}
		metadata[field] = text
	}
	text, err := json.Marshal(metadata)
	if err != nil {
		return nil, err
	}
	object["metadata"] = text
	return json.Marshal(object)
}
