package firms

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	given = words(`amira ben carla dan eve finn gus hal ines jonas kira liam mona noor omar pia quentin rosa
		sam tara ugo vera wim xenia yara zoe aidan bela chiara dmitri elif fatima goran hanna ivan jun kofi
		lena malik nadia otto priya rahul sofia tomas uma viktor wanda yusuf zara`)
	family = words(`khan ode ruiz stone lind moreau weber okafor tanaka silva novak haas petit rossi larsen
		dubois meyer costa ivanov sato kim patel nguyen garcia lopez brown clarke hughes wood price fox marsh
		dale field grant hale kerr lane moss nash park quinn reed shaw tate vance ward york zeller bauer`)
	cities = words(`london zurich paris berlin madrid milan vienna dublin oslo lisbon brussels prague warsaw
		athens geneva munich leeds lyon porto turin bergen graz cork ghent`)
	companies = words(`acme globex initech umbrella stark wayne hooli vandelay soylent tyrell cyberdyne
		wonka oscorp dunder massive pied aperture monarch nakatomi weyland zorin duff sirius virtucon
		gringotts octan rekall sterling bluth prestige`)
	trades = words(`energy bank foods rail air water steel pharma media motors insurance shipping retail
		mining telecom paper estates`)
	subjects = []string{
		"Lease of the headquarters", "Sale of a subsidiary", "Claim of a supplier", "Patent application",
		"Terms of trade", "Loan agreement", "Dismissal of a director", "Customs inquiry", "Trade mark opposition",
		"Tax ruling", "Data request", "Building permit", "Share issue", "Warranty claim", "Licence renewal",
	}
	reasons = []string{
		"worked for the other side", "holds shares", "related to a party", "served on the board", "called as a witness",
	}
	practices = words("disputes corporate property tax employment finance")
)

func words(text string) []string { return strings.Fields(text) }

// titled writes a name as people do: acme-energy is Acme Energy.
func titled(name string) string {
	parts := strings.Split(name, "-")
	for i, part := range parts {
		first, size := utf8.DecodeRuneInString(part)
		parts[i] = string(unicode.ToUpper(first)) + part[size:]
	}
	return strings.Join(parts, " ")
}

// namesOf returns a user's given and family name.
func namesOf(user string) (string, string) {
	first, last, _ := strings.Cut(titled(user), " ")
	return first, last
}

// firmOf returns the name of the firm that two users run.
func firmOf(lead, backup string) string {
	_, first := namesOf(lead)
	_, second := namesOf(backup)
	return first + " & " + second + " LLP"
}

// crossed returns n names, of a first and a last word each; when all have been
// given, they are given again with a number.
func crossed(first, last []string, n int) []string {
	names := make([]string, n)
	for i := range names {
		round, k := i/(len(first)*len(last)), i%(len(first)*len(last))
		// Neighbours differ in both words.
		names[i] = first[k%len(first)] + "-" + last[(k/len(first)+k)%len(last)]
		if round > 0 {
			names[i] += fmt.Sprintf("-%d", round+1)
		}
	}
	return names
}
