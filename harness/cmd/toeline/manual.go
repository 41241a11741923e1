package main

const verifyManual = `Sends the cases of the document to a target and says which requirements hold.

THE TARGET
  Without --target the embedded reference server is judged: that shows what a
  green run looks like. --target is any base URL, the part before the paths of
  the document: http://127.0.0.1:8765/beta. A run begins with a preflight; if
  nothing answers, it ends there. --wait gives a server in CI time to come up.

WHAT IT HOLDS
  The success and the unsupported-action cases need ids of tasks that the
  target holds. On loopback the embedded ones are sent (load them into your
  mock, or run it beside toeline serve); --fixtures names your own. A type
  without a task is skipped, and the summary says what stayed unproven.

SAFETY
  A 204 carries out an action on a real device. Off loopback nothing that has
  an effect is sent without --allow-effects and your own --fixtures; see first
  what would be sent with --dry-run. A tunnel on loopback to a real host looks
  like loopback. The token comes from a variable, goes to the target's origin
  alone, follows no redirect and is never printed; on loopback, where none is
  set, "toeline" is sent.

THE GATE
  Broken "must" requirements fail the run; with --strict "should" ones too.
  What could not be seen is unproven, not passed; --require all fails on it.

EXIT CODES, the first that applies
  2  wrong usage, or a document or fixtures that are unfit
  1  a gated requirement is broken
  3  could not tell: unreachable, nothing ran, budget spent, a gated case undecided
  0  every gated requirement that was exercised holds`

const verifyExamples = `  toeline verify
  toeline verify --target http://127.0.0.1:8765/beta --wait 30s --report junit=out.xml
  toeline verify --target https://gateway.example/beta --fixtures tasks.yaml --dry-run
  toeline verify --only 'invalid-guid.**' --only ERA-NF-3`
