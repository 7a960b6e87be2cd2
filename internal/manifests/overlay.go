package manifests

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"sigs.k8s.io/kustomize/api/konfig"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/api/resmap"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

// kustomization returns the file that makes a directory an overlay, empty if there
// is none.
func kustomization(dir string) string {
	disk := filesys.MakeFsOnDisk()
	for _, name := range konfig.RecognizedKustomizationFileNames() {
		if path := filepath.Join(dir, name); disk.Exists(path) {
			return path
		}
	}
	return ""
}

// overlays builds overlays, but for those that others of them build upon: they are
// read with these.
func (r *reader) overlays(dirs []string) {
	builds := make([]*build, 0, len(dirs))
	for _, dir := range dirs {
		b := &build{dir: dir, root: absolute(dir), file: kustomization(dir)}
		if b.component() {
			continue // no overlay, but a part of some
		}
		b.run(r)
		builds = append(builds, b)
		for path := range b.guard.read {
			if path != absolute(b.file) {
				r.built[path] = true
			}
		}
	}
	for _, b := range builds {
		if !r.built[absolute(b.file)] {
			r.do(b.tell)
		}
	}
}

// kustomizing is held while an overlay is built: kustomize keeps schemas in
// variables of its own.
var kustomizing sync.Mutex

// build is an overlay that is built.
type build struct {
	dir, root, file string
	guard           *guard
	built           resmap.ResMap
	err             error
	files           map[string][]declaredAt
}

// component says whether this only goes into overlays.
func (b *build) component() bool {
	data, err := readFile(b.file)
	if err != nil {
		return false
	}
	p := &part{text: &text{name: b.file}, data: data, line: 1, column: 1}
	root, _ := p.tree()
	return root != nil && scalarOf(root, "kind") == types.ComponentKind
}

// run builds the overlay as kubectl kustomize does: with what is on disk at or
// below it and its bases, without plugins, and without a network.
func (b *build) run(r *reader) {
	kustomizing.Lock()
	defer kustomizing.Unlock()
	defer func() {
		if fault := recover(); fault != nil {
			b.err = fmt.Errorf("kustomize: %v", fault)
		}
	}()
	b.guard = newGuard(r.ctx, b.root)
	options := krusty.MakeDefaultOptions()
	options.LoadRestrictions = types.LoadRestrictionsRootOnly
	options.PluginConfig = types.DisabledPluginConfig()
	options.Reorder = krusty.ReorderOptionNone
	b.built, b.err = krusty.MakeKustomizer(options).Run(b.guard, b.root)
}

// tell tells what the overlay has come to.
func (b *build) tell(into *found) {
	if b.guard.refused != nil {
		at := *b.guard.refused
		at.Position.File = b.named(at.Position.File)
		into.wrong(at)
		return
	}
	if b.err != nil {
		message := strings.TrimSpace(strings.ReplaceAll(b.err.Error(), b.root, b.dir))
		into.wrong(Problem{Position: Position{File: b.file}, Cause: BadOverlay, Message: "cannot be built: " + message})
		b.malformed(into)
		return
	}
	b.files = map[string][]declaredAt{}
	for _, resource := range b.built.Resources() {
		origin := ""
		if known, err := resource.GetOrigin(); err == nil && known != nil {
			origin = known.Path
		}
		if !b.guard.wantsOrigins {
			if err := resource.SetOrigin(nil); err != nil {
				into.wrong(b.failed(err))
			}
		}
		data, err := resource.MarshalJSON()
		if err != nil {
			into.wrong(b.failed(err))
			continue
		}
		b.add(into, data, origin)
	}
}

func (b *build) failed(err error) Problem {
	return Problem{Position: Position{File: b.file}, Cause: BadOverlay, Message: err.Error()}
}

// malformed tells which of the files are broken, and where.
func (b *build) malformed(into *found) {
	for _, path := range slices.Sorted(maps.Keys(b.guard.read)) {
		data, err := readFile(path)
		if err != nil {
			continue
		}
		parts, problems := split(&text{name: b.named(path), path: path}, data)
		into.wrong(problems...)
		for _, p := range parts {
			if _, wrong := p.tree(); wrong != nil {
				into.wrong(*wrong)
			}
		}
	}
}

// named returns the name of a file as whoever named the overlay would write it.
func (b *build) named(path string) string {
	if relative, err := filepath.Rel(b.root, path); err == nil {
		return filepath.Join(b.dir, relative)
	}
	return path
}

// add takes an object that was built, and tells what is wrong with it where it
// comes from.
func (b *build) add(into *found, data []byte, origin string) {
	var f found
	kept := &text{name: b.file, kept: data}
	f.readJSON(&part{text: kept, data: data, line: 1, column: 1, json: true}, 0)
	for _, d := range f.objects {
		if from := b.declaredIn(origin, KindOf(d.Object), d.GetName()); from != nil {
			d.source = from.source
		} else {
			d.source = source{text: &text{name: b.file}}
		}
		d.source.built = true
		if loses(d.Object, data) {
			d.built = data
		}
		into.objects = append(into.objects, d)
	}
	for _, problem := range f.problems {
		problem.Position, problem.Other = Position{File: b.file}, Position{}
		if from := b.declaredIn(origin, f.kind, f.name); from != nil {
			problem.Position = from.source.locate(from.part, problem.Field)
		}
		into.wrong(problem)
	}
}

// errRemote says that an overlay would fetch something.
var errRemote = errors.New("would be fetched from elsewhere: only what is on disk is read; add a copy of it")
