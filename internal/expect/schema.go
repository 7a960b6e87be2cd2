package expect

import "github.com/matterplane/matterplane/internal/access"

// object is a JSON schema, or a part of one.
type object = map[string]any

// Schema returns the JSON schema of the kind, for editors: draft 7. What it refuses,
// Parse refuses; Parse refuses more, such as an action that must and must never be.
func Schema() map[string]any {
	schema := mapping("Expected access, held against a firm by matterplane test.", object{
		"apiVersion": object{"type": "string", "enum": []any{Version}},
		"kind":       object{"type": "string", "enum": []any{Kind}},
		"metadata": mapping("What the test is called, and which firm it is about.", object{
			"name":        text("What the test is called."),
			"namespace":   text("The namespace of the firm, where several are read (W-1)."),
			"labels":      object{"type": "object"},
			"annotations": object{"type": "object"},
		}, "name"),
		"cases": listOf(caseSchema()),
	}, "apiVersion", "kind", "metadata", "cases")
	schema["$schema"], schema["title"] = "http://json-schema.org/draft-07/schema#", Kind
	schema["definitions"] = object{
		"name": word(), "names": each(ref("name")), "nameOrNames": oneOrMore("name"),
		"action": words(access.Actions), "actions": oneOrMore("action"),
		"people":   object{"anyOf": []any{words([]string{"all"}), ref("names"), peopleSchema()}},
		"matters":  object{"anyOf": []any{words([]string{"all"}), ref("names"), mattersSchema()}},
		"whoAlone": object{"anyOf": []any{words([]string{"nobody"}), ref("people")}},
		"only":     object{"anyOf": []any{ref("whoAlone"), onlySchema()}},
	}
	return schema
}

func caseSchema() object {
	expectsOfUsers := []any{needs("must"), needs("mustNever"), needs("standing")}
	c := mapping("What is expected of some matters.", object{
		"name":      text("What is expected, in a few words."),
		"matters":   described("On which matters: a list of names, all, or what they have in common.", ref("matters")),
		"users":     described("Of whom must, mustNever and standing are expected.", ref("people")),
		"must":      described("What each of the users may do on each of the matters (section D).", ref("actions")),
		"mustNever": described("What none of them may, by any rule.", ref("actions")),
		"standing":  described("Where each of them stands towards each of the matters.", words(standings)),
		"members":   described("Who is on the team, with access; others may be too (C-7).", ref("people")),
		"walledOff": described("Who is walled off, on the team or not; others may be too (section C).", ref("people")),
		"onlyThese": described("Who may view, all of them, and nobody else may; or so by action.", ref("only")),
		"nobodyBut": described("Beside whom nobody may view; or so by action.", ref("only")),
	}, "name", "matters")
	c["anyOf"] = append([]any{needs("members"), needs("walledOff"), needs("onlyThese"), needs("nobodyBut")}, expectsOfUsers...)
	c["dependencies"] = object{
		"must": []any{"users"}, "mustNever": []any{"users"}, "standing": []any{"users"}, "users": object{"anyOf": expectsOfUsers},
	}
	return c
}

func peopleSchema() object {
	return some(mapping("The active users for whom all of this holds.", object{
		"systemRole":   anyWord(systemRoles),
		"userRole":     anyWord(userRoles),
		"right":        anyWord(rights),
		"globalRole":   anyWord(globalRoles),
		"office":       ref("nameOrNames"),
		"businessUnit": ref("nameOrNames"),
		"membersOf":    ref("nameOrNames"),
		"deactivated":  object{"type": "boolean", "description": "The deactivated users instead."},
		"except":       ref("nameOrNames"),
	}))
}

func mattersSchema() object {
	return some(mapping("The matters for which all of this holds.", object{
		"type":            anyWord(assetTypes),
		"state":           anyWord(states),
		"confidential":    object{"type": "boolean"},
		"client":          ref("nameOrNames"),
		"office":          ref("nameOrNames"),
		"businessUnit":    ref("nameOrNames"),
		"case":            ref("nameOrNames"),
		"collection":      ref("nameOrNames"),
		"opposingTeamSet": ref("nameOrNames"),
		"except":          ref("nameOrNames"),
	}))
}

// onlySchema is who alone may do what, by action.
func onlySchema() object {
	byAction := object{}
	for _, action := range access.Actions {
		byAction[string(action)] = ref("whoAlone")
	}
	return some(mapping("Who alone may do what.", byAction))
}
