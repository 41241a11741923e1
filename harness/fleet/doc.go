// Package fleet owns many targets at once: their file, the shard of them that
// a process takes, and the pool in which they are judged. It never judges and
// never sends: the caller brings the work of one target. One target that fails
// never ends the others.
package fleet
