package roster

import (
	"sync"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
)

// Snapshot is a View of objects held in memory: of files, of a test, of a moment.
// It does not change once built; any number may read it at once.
type Snapshot struct {
	firm       *v1alpha1.Firm
	firmLedger ledger.Firm
	offices    []*v1alpha1.Office
	users      []*v1alpha1.FirmUser
	firstUsers []*v1alpha1.FirmUser

	officeByName      map[string]*v1alpha1.Office
	userByName        map[string]*v1alpha1.FirmUser
	usersByOffice     map[string][]*v1alpha1.FirmUser
	usersByRole       map[v1alpha1.SystemRole][]*v1alpha1.FirmUser
	usersByIdentity   map[string][]*v1alpha1.FirmUser
	linksByAssistant  map[string][]*v1alpha1.AssistantLink
	linksByTimekeeper map[string][]*v1alpha1.AssistantLink
	matterByName      map[string]*v1alpha1.Matter
	ledgers           map[*v1alpha1.Matter]ledger.Matter
	ledgerFaults      map[*v1alpha1.Matter]error // of those that cannot be read
	mattersByGroup    map[string][]*v1alpha1.Matter
	mattersBySet      map[string][]*v1alpha1.Matter
	mattersByUser     map[string][]*v1alpha1.Matter

	usersByUnit     map[string][]*v1alpha1.FirmUser
	usersByRight    map[v1alpha1.UserRight][]*v1alpha1.FirmUser
	mattersByUnit   map[string][]*v1alpha1.Matter
	mattersByClient map[string][]*v1alpha1.Matter
	mattersByOffice map[string][]*v1alpha1.Matter
}

var _ Directory = (*Snapshot)(nil)

// Objects are the objects of one firm. Names are unique within each kind.
type Objects struct {
	Firm    *v1alpha1.Firm
	Offices []*v1alpha1.Office
	Users   []*v1alpha1.FirmUser
	Links   []*v1alpha1.AssistantLink
	Matters []*v1alpha1.Matter
}

// NewSnapshot returns a View of the objects, which it shares.
func NewSnapshot(objects Objects) *Snapshot {
	s := &Snapshot{
		firm: objects.Firm, offices: objects.Offices, users: objects.Users,
		officeByName:      map[string]*v1alpha1.Office{},
		userByName:        make(map[string]*v1alpha1.FirmUser, len(objects.Users)),
		usersByOffice:     map[string][]*v1alpha1.FirmUser{},
		usersByRole:       map[v1alpha1.SystemRole][]*v1alpha1.FirmUser{},
		usersByIdentity:   make(map[string][]*v1alpha1.FirmUser, len(objects.Users)),
		linksByAssistant:  map[string][]*v1alpha1.AssistantLink{},
		linksByTimekeeper: map[string][]*v1alpha1.AssistantLink{},
		matterByName:      make(map[string]*v1alpha1.Matter, len(objects.Matters)),
		ledgers:           make(map[*v1alpha1.Matter]ledger.Matter, len(objects.Matters)),
		ledgerFaults:      map[*v1alpha1.Matter]error{},
		mattersByGroup:    map[string][]*v1alpha1.Matter{},
		mattersBySet:      map[string][]*v1alpha1.Matter{},
		mattersByUser:     make(map[string][]*v1alpha1.Matter, len(objects.Users)),
		usersByUnit:       map[string][]*v1alpha1.FirmUser{},
		usersByRight:      map[v1alpha1.UserRight][]*v1alpha1.FirmUser{},
		mattersByUnit:     map[string][]*v1alpha1.Matter{},
		mattersByClient:   map[string][]*v1alpha1.Matter{},
		mattersByOffice:   map[string][]*v1alpha1.Matter{},
	}
	if s.firm != nil {
		s.firmLedger = ledger.OfFirm(s.firm)
	}
	s.addPeople(objects)
	s.addMatters(objects.Matters)
	return s
}

func (s *Snapshot) addPeople(objects Objects) {
	for _, office := range objects.Offices {
		s.officeByName[office.Name] = office
	}
	for _, user := range objects.Users {
		s.userByName[user.Name] = user
		s.usersByOffice[user.Spec.Office] = append(s.usersByOffice[user.Spec.Office], user)
		s.usersByRole[user.Spec.SystemRole] = append(s.usersByRole[user.Spec.SystemRole], user)
		for _, identity := range IdentitiesOf(user) {
			s.usersByIdentity[identity] = append(s.usersByIdentity[identity], user)
		}
		if IsStampedFirstUser(user) {
			s.firstUsers = append(s.firstUsers, user)
		}
		for _, unit := range user.Spec.BusinessUnits {
			s.usersByUnit[unit] = append(s.usersByUnit[unit], user)
		}
		for _, right := range user.Spec.Rights {
			s.usersByRight[right] = append(s.usersByRight[right], user)
		}
	}
	for _, link := range objects.Links {
		assistant, timekeeper := link.Spec.Assistant, link.Spec.Timekeeper
		s.linksByAssistant[assistant] = append(s.linksByAssistant[assistant], link)
		s.linksByTimekeeper[timekeeper] = append(s.linksByTimekeeper[timekeeper], link)
	}
}

func (s *Snapshot) addMatters(matters []*v1alpha1.Matter) {
	for _, matter := range matters {
		s.matterByName[matter.Name] = matter
	}
	var filing sync.WaitGroup // the ledgers ask about assets by name, and about nothing that is filed
	filing.Go(func() {
		for _, matter := range matters {
			s.file(matter)
		}
	})
	for _, matter := range matters {
		stored, fault := ledger.DecodeMatter(matter.Annotations[v1alpha1.LedgerAnnotation])
		s.ledgers[matter] = stored.Completed(&matter.Spec, s)
		if fault != nil {
			s.ledgerFaults[matter] = fault
		}
	}
	filing.Wait()
}

// file puts an asset under all that it is asked for by.
func (s *Snapshot) file(matter *v1alpha1.Matter) {
	for _, group := range GroupsOf(matter) {
		s.mattersByGroup[group] = append(s.mattersByGroup[group], matter)
	}
	for _, set := range SetsOf(matter) {
		s.mattersBySet[set] = append(s.mattersBySet[set], matter)
	}
	for _, user := range UsersNamedBy(matter) {
		s.mattersByUser[user] = append(s.mattersByUser[user], matter)
	}
	put := func(in map[string][]*v1alpha1.Matter, under string) {
		if under != "" {
			in[under] = append(in[under], matter)
		}
	}
	put(s.mattersByUnit, matter.Spec.BusinessUnit)
	put(s.mattersByClient, matter.Spec.Client)
	put(s.mattersByOffice, matter.Spec.Office)
}

// Firm implements View.
func (s *Snapshot) Firm() (*v1alpha1.Firm, ledger.Firm) { return s.firm, s.firmLedger }

// Office implements View.
func (s *Snapshot) Office(name string) *v1alpha1.Office { return s.officeByName[name] }

// Offices implements View.
func (s *Snapshot) Offices() []*v1alpha1.Office { return s.offices }

// User implements View.
func (s *Snapshot) User(name string) *v1alpha1.FirmUser { return s.userByName[name] }

// Users implements View.
func (s *Snapshot) Users() []*v1alpha1.FirmUser { return s.users }

// UsersOfOffice implements View.
func (s *Snapshot) UsersOfOffice(office string) []*v1alpha1.FirmUser { return s.usersByOffice[office] }

// UsersOfRole implements View.
func (s *Snapshot) UsersOfRole(role v1alpha1.SystemRole) []*v1alpha1.FirmUser {
	return s.usersByRole[role]
}

// UsersKnownAs implements View.
func (s *Snapshot) UsersKnownAs(identity string) []*v1alpha1.FirmUser {
	return s.usersByIdentity[identity]
}

// FirstUsers implements View.
func (s *Snapshot) FirstUsers() []*v1alpha1.FirmUser { return s.firstUsers }

// LinksOfAssistant implements View.
func (s *Snapshot) LinksOfAssistant(user string) []*v1alpha1.AssistantLink {
	return s.linksByAssistant[user]
}

// LinksOfTimekeeper implements View.
func (s *Snapshot) LinksOfTimekeeper(user string) []*v1alpha1.AssistantLink {
	return s.linksByTimekeeper[user]
}

// Matter implements View.
func (s *Snapshot) Matter(name string) *v1alpha1.Matter { return s.matterByName[name] }

// Ledger implements View.
func (s *Snapshot) Ledger(asset *v1alpha1.Matter) ledger.Matter {
	if known, ok := s.ledgers[asset]; ok {
		return known
	}
	return ledger.Of(asset, s)
}

// LedgerFault implements View.
func (s *Snapshot) LedgerFault(asset *v1alpha1.Matter) error {
	if _, known := s.ledgers[asset]; known {
		return s.ledgerFaults[asset]
	}
	_, err := ledger.DecodeMatter(asset.Annotations[v1alpha1.LedgerAnnotation])
	return err
}

// MattersOfGroup implements View.
func (s *Snapshot) MattersOfGroup(group string) []*v1alpha1.Matter { return s.mattersByGroup[group] }

// MattersOnSet implements View.
func (s *Snapshot) MattersOnSet(set string) []*v1alpha1.Matter { return s.mattersBySet[set] }

// MattersNaming implements View.
func (s *Snapshot) MattersNaming(user string) []*v1alpha1.Matter { return s.mattersByUser[user] }

// UsersOfUnit implements Directory.
func (s *Snapshot) UsersOfUnit(unit string) []*v1alpha1.FirmUser { return s.usersByUnit[unit] }

// UsersWithRight implements Directory.
func (s *Snapshot) UsersWithRight(right v1alpha1.UserRight) []*v1alpha1.FirmUser {
	return s.usersByRight[right]
}

// MattersOfUnit implements Directory.
func (s *Snapshot) MattersOfUnit(unit string) []*v1alpha1.Matter { return s.mattersByUnit[unit] }

// MattersOfClient implements Directory.
func (s *Snapshot) MattersOfClient(client string) []*v1alpha1.Matter {
	return s.mattersByClient[client]
}

// MattersOfOffice implements Directory.
func (s *Snapshot) MattersOfOffice(office string) []*v1alpha1.Matter {
	return s.mattersByOffice[office]
}
