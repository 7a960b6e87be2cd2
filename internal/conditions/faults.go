package conditions

// Faults are what keeps a condition from being True: the first gives its reason,
// the message tells all.
type Faults []fault

type fault struct{ reason, finding string }

// Add adds a fault.
func (f *Faults) Add(reason, finding string) { *f = append(*f, fault{reason, finding}) }

// Unless adds a condition that holds, with that reason and message, unless there
// are faults.
func (s *Set) Unless(faults Faults, condition, reason, message string) *Set {
	if len(faults) == 0 {
		return s.True(condition, reason, message)
	}
	findings := make([]string, 0, len(faults))
	for _, f := range faults {
		findings = append(findings, f.finding)
	}
	return s.False(condition, faults[0].reason, Findings(findings))
}
