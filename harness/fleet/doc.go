// Package fleet owns many targets at once: their file, the shard of them that a process takes, and
// the pool in which they are judged. It never judges and never sends: the caller provides the
// function that judges one target. A target that fails does not end the others.
package fleet
