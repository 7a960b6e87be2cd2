// Package ci reads what config/gitops/ci tells GitHub, GitLab and pre-commit to run.
package ci

import (
	"bytes"
	"os"

	"go.yaml.in/yaml/v3"
)

// Workflow is a GitHub Actions workflow, as far as ours goes. What it has besides is an
// error.
type Workflow struct {
	Name        string
	On          map[string]yaml.Node
	Permissions map[string]string
	Concurrency yaml.Node
	Env         map[string]string
	Jobs        map[string]Job
}

// Job is one of its jobs.
type Job struct {
	If          string
	RunsOn      string `yaml:"runs-on"`
	Timeout     int    `yaml:"timeout-minutes"`
	Permissions map[string]string
	Steps       []Step
}

// Step is one of a job's steps: it uses an action or runs a script.
type Step struct {
	Name, If, Uses, Run string
	With                map[string]string
	Env                 map[string]string
}

// Pipeline is a file that GitLab's pipelines include: jobs by name, and templates,
// whose names start with a dot.
type Pipeline map[string]PipelineJob

// PipelineJob is one of them.
type PipelineJob struct {
	Extends      string
	Image        string
	Variables    map[string]string
	BeforeScript []string `yaml:"before_script"`
	Rules        []struct{ If string }
	Script       []string
	Artifacts    struct {
		When     string
		ExposeAs string `yaml:"expose_as"`
		Paths    []string
		Reports  map[string]string
	}
}

// Hooks is a configuration of pre-commit.
type Hooks struct {
	Repos []struct {
		Repo  string
		Hooks []Hook
	}
}

// Hook is what pre-commit runs before a commit.
type Hook struct {
	ID, Name, Description, Language, Entry, Files string

	Dependencies  []string `yaml:"additional_dependencies"`
	PassFilenames *bool    `yaml:"pass_filenames"`
}

// Read reads a file into one of these. A field that they do not have is an error.
func Read(path string, into any) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	return decoder.Decode(into)
}
