package importer

import (
	"fmt"
	"strings"
)

// words maps what people write to what the API calls it.
type words []word

type word struct {
	value string
	also  []string
}

var (
	systemRoles = words{
		{"FirmAdministrator", []string{"Law Firm Administrator", "Firm System Administrator"}},
		{"FirmOfficeAdministrator", nil},
		{"FirmUserBilling", nil},
		{"ThirdPartyBiller", []string{"3rd party biller"}},
		{"FirmUser", nil},
	}
	userRoles   = words{{"Partner", nil}, {"Associate", nil}, {"Assistant", nil}, {"Paralegal", nil}, {"GeneralStaff", nil}}
	rights      = words{{"Administrator", nil}, {"Compliance", nil}, {"Accounting", nil}, {"ApproveOthersInvoices", nil}, {"Reporting", nil}, {"AllBillingUnits", nil}}
	globalRoles = words{{"FloatingUser", []string{"Floating"}}}
	assetTypes  = words{{"Matter", nil}, {"Case", nil}, {"Collection", nil}}
	states      = words{{"Open", []string{"Active"}}, {"Closed", []string{"Inactive"}}}
	settings    = words{{"Enabled", []string{"Yes", "True"}}, {"Disabled", []string{"No", "False"}}}
	accounts    = words{{"Active", []string{"Current"}}, {"Inactive", []string{"Deactivated", "Left", "Leaver", "Former"}}}
	truths      = words{{"yes", []string{"y", "true", "1", "x"}}, {"no", []string{"n", "false", "0"}}}
)

func (w words) String() string {
	all := make([]string, 0, len(w))
	for _, word := range w {
		all = append(all, word.value)
	}
	return strings.Join(all, ", ")
}

// one returns the value that a cell means, empty where it says nothing or is wrong.
func (m *Import) one(c *cell, among words) string {
	if c == nil {
		return ""
	}
	said := letters(c.text)
	for _, word := range among {
		if letters(word.value) == said {
			return word.value
		}
		for _, also := range word.also {
			if letters(also) == said {
				return word.value
			}
		}
	}
	m.wrong(c, "WrongType", fmt.Sprintf("%q is none of %s", c.text, among), "")
	return ""
}

// truth returns whether a cell says yes.
func (m *Import) truth(c *cell) bool { return m.one(c, truths) == "yes" }

// list returns the parts of a cell that are separated by ; or |, each as a cell.
func list(c *cell) []*cell {
	if c == nil {
		return nil
	}
	var all []*cell
	for part := range strings.FieldsFuncSeq(c.text, func(r rune) bool { return r == ';' || r == '|' }) {
		if part = strings.TrimSpace(part); part != "" {
			all = append(all, &cell{header: c.header, text: part, at: c.at})
		}
	}
	return all
}
