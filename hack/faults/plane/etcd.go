package plane

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
)

// SetReadOnly makes etcd refuse writes, as it does when its quota is used up: it
// raises that alarm, or takes it back.
func (p *Plane) SetReadOnly(ctx context.Context, readOnly bool) error {
	action := map[bool]string{true: "ACTIVATE", false: "DEACTIVATE"}[readOnly]
	ask, err := json.Marshal(map[string]any{"action": action, "alarm": "NOSPACE"})
	if err != nil {
		return fmt.Errorf("asking etcd: %w", err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, p.etcdURL+"/v3/maintenance/alarm", bytes.NewReader(ask))
	if err != nil {
		return fmt.Errorf("asking etcd: %w", err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("asking etcd: %w", err)
	}
	defer response.Body.Close()
	if response.StatusCode == http.StatusOK {
		return nil
	}
	body, err := io.ReadAll(response.Body)
	return fmt.Errorf("etcd answers %s: %s (%w)", response.Status, body, err)
}
