package result

import (
	"crypto/sha256"
	"fmt"
	"strings"
)

// fingerprintVersion is the version of fingerprints that this package makes and compares.
const fingerprintVersion = "1"

// Fingerprint returns the evidence that two failures are the same, as "version:digest": version 1
// is of the requirement, the place without regard to letter case, and the reason.
func Fingerprint(requirement, where, reason string) string {
	parts := []string{requirement, strings.ToLower(where), reason}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return fmt.Sprintf("%s:%x", fingerprintVersion, sum[:8])
}

// CheckFingerprint returns an error for a fingerprint of another version: it cannot be compared.
func CheckFingerprint(fingerprint string) error {
	version, _, ok := strings.Cut(fingerprint, ":")
	if ok && version == fingerprintVersion {
		return nil
	}
	return fmt.Errorf("the fingerprint %q has no known version; this toeline reads version %s: "+
		"make the report again with this version", fingerprint, fingerprintVersion)
}
