package ledger

// Packed returns the histories of a ledger packed, however small it is.
func Packed(m Matter) (string, bool) { return pack(m) }

// Unpacked returns the histories that are packed in a text.
func Unpacked(packed string) (team, wall List, ok bool) { return unpack(packed) }
