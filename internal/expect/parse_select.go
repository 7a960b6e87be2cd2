package expect

import (
	"go.yaml.in/yaml/v3"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/manifests"
)

// The words that selectors know, each as the API has it.
var (
	systemRoles = []v1alpha1.SystemRole{
		v1alpha1.RoleFirmAdministrator, v1alpha1.RoleFirmOfficeAdministrator,
		v1alpha1.RoleFirmUserBilling, v1alpha1.RoleThirdPartyBiller, v1alpha1.RoleFirmUser,
	}
	userRoles = []v1alpha1.UserRole{
		v1alpha1.UserRolePartner, v1alpha1.UserRoleAssociate, v1alpha1.UserRoleAssistant,
		v1alpha1.UserRoleParalegal, v1alpha1.UserRoleGeneralStaff,
	}
	rights = []v1alpha1.UserRight{
		v1alpha1.RightAdministrator, v1alpha1.RightCompliance, v1alpha1.RightAccounting,
		v1alpha1.RightApproveOthersInvoices, v1alpha1.RightReporting, v1alpha1.RightAllBillingUnits,
	}
	globalRoles = []v1alpha1.GlobalRole{v1alpha1.FloatingUser}
	assetTypes  = []v1alpha1.AssetType{v1alpha1.TypeMatter, v1alpha1.TypeCase, v1alpha1.TypeCollection}
	states      = []v1alpha1.MatterState{v1alpha1.StateOpen, v1alpha1.StateClosed}
)

// people reads some users.
func (d *decoder) people(node *yaml.Node, field string) People {
	p := People{At: d.at(node)}
	switch {
	case node.Kind == yaml.SequenceNode:
		p.Names = d.names(node, field)
	case node.Kind == yaml.MappingNode:
		p.Where = d.peopleWhere(node, field)
	case node.Value == "all":
		p.All = true
	default:
		d.wrong(node, field, manifests.WrongType, "must be a list of names, all, or a mapping of what they have in common")
	}
	return p
}

// whoAlone reads who alone may do something. There, nobody is much to expect;
// elsewhere it would expect nothing.
func (d *decoder) whoAlone(node *yaml.Node, field string) People {
	if node.Kind == yaml.ScalarNode && node.Value == "nobody" {
		return People{At: d.at(node), Nobody: true}
	}
	return d.people(node, field)
}

func (d *decoder) peopleWhere(node *yaml.Node, field string) *PeopleWhere {
	w := &PeopleWhere{}
	d.mapping(node, field, fields{
		"systemRole":   anyOf(d, &w.SystemRole, systemRoles...),
		"userRole":     anyOf(d, &w.UserRole, userRoles...),
		"right":        anyOf(d, &w.Right, rights...),
		"globalRole":   anyOf(d, &w.GlobalRole, globalRoles...),
		"office":       d.anyNamed(&w.Office),
		"businessUnit": d.anyNamed(&w.BusinessUnit),
		"membersOf":    d.anyNamed(&w.MembersOf),
		"deactivated":  func(value *yaml.Node, field string) { w.Deactivated = d.isTrue(value, field) },
		"except":       d.anyNamed(&w.Except),
	})
	d.saysSomething(node, field)
	return w
}

// matters reads some assets.
func (d *decoder) matters(node *yaml.Node, field string) Matters {
	m := Matters{At: d.at(node)}
	switch {
	case node.Kind == yaml.SequenceNode:
		m.Names = d.names(node, field)
	case node.Kind == yaml.MappingNode:
		m.Where = d.mattersWhere(node, field)
	case node.Value == "all":
		m.All = true
	default:
		d.wrong(node, field, manifests.WrongType, "must be a list of names, all, or a mapping of what they have in common")
	}
	return m
}

func (d *decoder) mattersWhere(node *yaml.Node, field string) *MattersWhere {
	w := &MattersWhere{}
	d.mapping(node, field, fields{
		"type":            anyOf(d, &w.Type, assetTypes...),
		"state":           anyOf(d, &w.State, states...),
		"confidential":    func(value *yaml.Node, field string) { w.Confidential = new(d.isTrue(value, field)) },
		"client":          d.anyNamed(&w.Client),
		"office":          d.anyNamed(&w.Office),
		"businessUnit":    d.anyNamed(&w.BusinessUnit),
		"case":            d.anyNamed(&w.Case),
		"collection":      d.anyNamed(&w.Collection),
		"opposingTeamSet": d.anyNamed(&w.OpposingTeamSet),
		"except":          d.anyNamed(&w.Except),
	})
	d.saysSomething(node, field)
	return w
}

func (d *decoder) saysSomething(node *yaml.Node, field string) {
	if len(node.Content) == 0 {
		d.wrong(node, field, manifests.WrongType, "is empty: write all for all of them")
	}
}
