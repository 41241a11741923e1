package report

import "example.com/toeline/harness/result"

// The model is that of package result.
type (
	Report      = result.Report
	Run         = result.Run
	Tool        = result.Tool
	Replay      = result.Replay
	Setting     = result.Setting
	Document    = result.Document
	Totals      = result.Totals
	Verdicts    = result.Verdicts
	Standings   = result.Standings
	Requirement = result.Requirement
	Case        = result.Case
	Finding     = result.Finding
	Cause       = result.Cause
	Exchange    = result.Exchange
	Request     = result.Request
	Response    = result.Response
	Content     = result.Content
	Waiver      = result.Waiver
)

const (
	SchemaVersion = result.SchemaVersion
	FromFlag      = result.FromFlag
	FromDefault   = result.FromDefault
	Pass          = result.Pass
	Fail          = result.Fail
	Skip          = result.Skip
	Undecided     = result.Undecided
	Proven        = result.Proven
	Broken        = result.Broken
	Unproven      = result.Unproven
)
