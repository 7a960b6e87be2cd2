package main

// object is one of Grafana's JSON model, with those fields that say something here.
type object = map[string]any

// The version of Grafana's model, that of Grafana 11.
const schemaVersion = 39

// The grid of a dashboard.
const (
	columns = 24
	height  = 8
)

// dashboard returns the model of a dashboard.
func dashboard(of []row) object {
	return object{
		"uid":           "matterplane",
		"title":         "matterplane",
		"description":   "Can firms write, does it take effect, how do they stand, what does it take. Made by make generate.",
		"tags":          []string{"matterplane"},
		"schemaVersion": schemaVersion,
		"version":       1,
		"editable":      false,
		"graphTooltip":  1, // one line through all curves
		"time":          object{"from": "now-6h", "to": "now"},
		"refresh":       "1m",
		"timezone":      "",
		"annotations":   object{"list": []object{}},
		"links": []object{{
			"title": "runbooks", "type": "link", "url": "https://github.com/matterplane/matterplane/tree/main/docs/runbooks", "targetBlank": true,
		}},
		"templating": object{"list": []object{{
			"name": "datasource", "label": "Prometheus", "type": "datasource", "query": "prometheus", "refresh": 1,
		}}},
		"panels": panels(of),
	}
}

// panels places the panels, row by row, from left to right.
func panels(of []row) []object {
	var all []object
	add := func(p object, x, y, w, h int) {
		p["id"] = len(all) + 1
		p["gridPos"] = object{"x": x, "y": y, "w": w, "h": h}
		all = append(all, p)
	}
	y := 0
	for _, r := range of {
		add(object{"type": "row", "title": r.title, "collapsed": false, "panels": []object{}}, 0, y, columns, 1)
		y++
		x := 0
		for _, p := range r.panels {
			if x+p.wide > columns {
				x, y = 0, y+height
			}
			add(p.model(), x, y, p.wide, height)
			x += p.wide
		}
		y += height
	}
	return all
}

func datasource() object { return object{"type": "prometheus", "uid": "${datasource}"} }

func (p panel) model() object {
	model := object{
		"type": string(p.sort), "title": p.title, "description": p.what, "datasource": datasource(),
		"targets": p.targets(), "fieldConfig": object{"defaults": p.defaults(), "overrides": []object{}},
	}
	switch p.sort {
	case number:
		model["options"] = object{"reduceOptions": object{"calcs": []string{"lastNotNull"}}, "textMode": "value_and_name"}
	case table:
		model["transformations"] = []object{{
			"id": "organize", "options": object{"excludeByName": object{"Time": true}, "renameByName": object{"Value": "objects"}},
		}}
	case curve:
		model["options"] = object{
			"legend": object{"displayMode": "list", "placement": "bottom", "showLegend": true}, "tooltip": object{"mode": "multi", "sort": "desc"},
		}
	}
	return model
}

func (p panel) targets() []object {
	var all []object
	for i, s := range p.of {
		target := object{"refId": string(rune('A' + i)), "expr": s.expr, "legendFormat": s.legend, "datasource": datasource()}
		if p.sort == table {
			target["instant"], target["format"] = true, "table"
		}
		all = append(all, target)
	}
	return all
}

func (p panel) defaults() object {
	defaults := object{"unit": p.unit}
	if p.sort == curve {
		defaults["min"] = 0
	}
	if p.stacked {
		defaults["custom"] = object{"fillOpacity": 20, "stacking": object{"mode": "normal", "group": "A"}} //nolint:mnd // a fifth
	}
	return defaults
}
