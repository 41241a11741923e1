// Package result owns the one model of the result of a run: findings, causes, cases,
// requirements and the report that holds them. Fold turns what checks found into verdicts,
// coverage and an exit code.
//
// It is pure: it never sends, reads a file, asks the clock or prints. Runs of servers, runs of
// clients, replays and runs of many targets all use it.
package result
