package main

// The manual of client. Lines are no longer than usage.Width.

const clientManual = `Serves the contract to a client, and what servers send beside it, and says
what the client keeps: what it sends, and what it makes of the answers.

THE CLIENT
  Any program in any language, with a driver of some thirty lines: it reads
  one JSON line a call on stdin, makes the call with its own SDK, and answers
  one JSON line. The page of that contract is fixtures/clients/README.md:

    > {"case":"error.not-found","taskId":"5d0c…"}
    < {"case":"error.not-found","outcome":"error","status":404,"code":"…"}

  Base URL, token and CA stand in TOELINE_BASE_URL, TOELINE_TOKEN and
  TOELINE_CA_FILE. The lab serves https with a CA made for the run, on
  loopback; --plain serves http, and leaves the case about the CA out.

  --per-case starts CMD once a call, for scripts: TOELINE_CASE and
  TOELINE_TASK_ID name it, and where nothing is printed the exit code is the
  outcome. --attach starts nothing: it prints environment and calls on stdout
  and reads answers from stdin, for a debugger or a phone; what is not
  answered is judged by its requests alone. stdin's end ends the run.

  A client that crashes, hangs, prints what is no answer or answers for a case
  that is not open has a finding, and the run goes on in a new process. All
  that it started ends with the run.

HOW LONG IT TAKES
  About four seconds for a client that waits no longer than it is told and
  takes calls at the same time; 25 for one that makes a call after the other.
  SDKs take 15 to 90: they wait three seconds by themselves, and where
  Retry-After asks for years the lab waits as long as --timeout. After --budget
  what is left is inconclusive.

THE GATE
  A broken "must" fails the run; with --strict a broken "should" does too.
  --waivers and --require are those of verify. toeline list --document
  clients/execute-response-action shows what is demanded.`

const clientExamples = `  toeline client -- python3 driver.py
  toeline client --only 'throttled.**' --report junit=out.xml -- node driver.mjs
  toeline client --per-case -- ./execute.sh
  toeline client --attach --addr 127.0.0.1:8443`
