// Command dashboard writes the dashboard of config/grafana. It is a part of make
// generate; hack/monitoring asks Prometheus about every expression in it.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
)

func main() {
	to := flag.String("o", "config/grafana/matterplane.json", "file to write the dashboard into")
	flag.Parse()
	if err := write(*to); err != nil {
		fmt.Fprintln(os.Stderr, "dashboard:", err)
		os.Exit(1)
	}
}

func write(to string) error {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false) // expressions compare
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(dashboard(rows)); err != nil {
		return err
	}
	return os.WriteFile(to, text.Bytes(), 0o644)
}
