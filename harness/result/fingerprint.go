package result

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// fingerprintVersion is the version of fingerprints that this package makes and compares.
const fingerprintVersion = "2"

// Fingerprint returns the evidence that two failures are the same, as "version:digest": version 2
// is of the requirement, the place without regard to letter case and to indexes of arrays, the
// reason, and the shape of what came.
func Fingerprint(requirement, where, reason, shape string) string {
	parts := []string{requirement, place(where), reason, shape}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return fmt.Sprintf("%s:%x", fingerprintVersion, sum[:8])
}

// place returns a place without the index of a resource, which is up to the data of a target.
func place(where string) string {
	steps := strings.Split(strings.ToLower(where), "/")
	for i, step := range steps {
		if i > 0 && step != "" && strings.Trim(step, "0123456789") == "" {
			steps[i] = "*"
		}
	}
	return strings.Join(steps, "/")
}

// Fingerprint returns that of the failure which the finding shows.
func (f *Finding) Fingerprint() string {
	return Fingerprint(f.Explained(), f.Where, f.Reason, f.Shape)
}

// addFingerprint adds a fingerprint to a sorted list, once.
func addFingerprint(all []string, one string) []string {
	at, known := slices.BinarySearch(all, one)
	if known {
		return all
	}
	return slices.Insert(all, at, one)
}

// CheckFingerprint returns an error for a fingerprint of another version: it cannot be compared.
func CheckFingerprint(fingerprint string) error {
	version, digest, ok := strings.Cut(fingerprint, ":")
	switch {
	case !ok || digest == "" || version == "" || strings.Trim(version, "0123456789") != "":
		return errors.New("it is not a valid fingerprint")
	case version != fingerprintVersion:
		return fmt.Errorf("the fingerprint was made by another version of toeline (this one "+
			"compares "+
			"fingerprints of version %s): make it again", fingerprintVersion)
	}
	return nil
}
