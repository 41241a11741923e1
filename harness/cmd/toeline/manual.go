package main

// The manual of verify. Lines are no longer than helpWidth.

const verifyManual = `Sends the cases of an OpenAPI document to a target, and says which of the
document's requirements hold, which are broken, and which nobody could see.

THE TARGET
  Without --target the embedded reference server is judged: so looks a green
  run. --target takes any base URL, the part before the document's paths:
  http://127.0.0.1:8765/beta. A preflight of two requests without token or
  effect comes first; if nothing answers, the run ends there, with one line.
  --wait gives a server time to come up. Off loopback HTTP_PROXY, HTTPS_PROXY
  and NO_PROXY hold.

WHAT THE TARGET HOLDS
  Success and unsupported actions are judged on tasks that the target holds.
  On loopback those of fixtures/tasks.yaml are spoken of: load them into your
  mock. --fixtures names your own:

    tasks:
      - id: 3b0c6a5e-8f5d-4b0e-9a55-0d6c5f3e7a21
        actionType: one that the document lists

  A type without a task is skipped; the summary says what that leaves
  unproven. All else is judged without fixtures.

SAFETY
  A 204 carries out an action on a real device. Off loopback nothing that has
  an effect, or would on a broken target, is sent without --allow-effects and
  --fixtures of your own. Then the tasks are listed first, and you are asked; in
  CI --yes answers, and without it and without a terminal nothing is sent: exit
  2. --dry-run shows what would be sent. A tunnel on loopback to a real host
  looks like loopback.

  What has no effect goes first, then what has one on a broken target alone,
  what executes last; off loopback one after another. Where a target carries out
  what it must not, such as a type that is not supported, the run stops before
  further effects. No task is executed twice in a run.

  What a flag can do to a real device:
    --allow-effects  carries out the action of each supported task in the
                     fixtures: isolates it, scans it, takes its isolation back
    --fixtures       names them. A task of an unsupported type, too, is carried
                     out by a target that is broken
    --yes            leaves nobody to see the list before that
    --targets        carries them out on each target; you are asked once for all
    --document       another one has other cases, and other effects
    --only P         sends again what a run before has carried out
    --journal FILE   nothing: each of these requests is written there before it
                     is sent, and its answer after. toeline journal FILE tells
                     what a run did, even one that was killed
    --insecure-skip-tls-verify   nothing, but whoever answers gets the token
    --rate, --timeout, --concurrency   nothing: no effect is sent twice. After a
                     timeout it cannot be told whether it came about

THE SIGN-IN
  --auth env, the default, reads the token from a variable. Where it is not set:
  on loopback "toeline" is sent, elsewhere only the cases without credentials.
  --auth azure asks Entra ID for one, by what its library finds: AZURE_TENANT_ID
  and AZURE_CLIENT_ID with AZURE_CLIENT_SECRET, AZURE_CLIENT_CERTIFICATE_PATH or
  AZURE_FEDERATED_TOKEN_FILE; a managed identity; az login.
  AZURE_TOKEN_CREDENTIALS names one of them alone.
  --auth command runs a program of yours, which prints a token: alone, or as
  JSON as az account get-access-token and kubectl's plugins do.

  Tokens of the last two are renewed before they expire, and once where one that
  was taken is refused in the middle of a run. One for somebody else is noticed
  before anything is sent: exit 2. A token is kept in memory alone, sent to the
  target's origin alone, follows no redirect and is never printed. Off loopback
  plain http is warned of, and with --auth azure refused.

THE DOCUMENT
  toeline list documents shows what is embedded, and --document takes any name
  of them, or a file of yours. --document all says which edition of the default
  document's page the target keeps to, requirement by requirement: exit 0 where
  it keeps to one at least. All editions together execute a task once at most.
  --report json=out.json then writes one an edition, out.published.json.

A TARGET THAT ASKS TO COME BACK LATER
  429, 503 and 504 are waited for, as long as Retry-After says and --budget
  leaves the time; the first wait is told on stderr. What has no effect is sent
  again then, and once where its connection broke; what has one is never sent
  twice. What stays throttled is undecided, which is not broken: exit 3. --rate
  keeps below a known limit.

THE GATE
  A broken "must" fails the run; with --strict a broken "should" does too.
  What could not be seen is unproven, which is not passed: --require all
  fails a run that leaves a gated requirement so.

  --waivers names a file of known failures, which stay visible and fail nothing:

    waivers:
      - requirement: ERA-NF-3          # or case, or both; patterns as of --only
        case: [not-found.absent-guid]
        target: http://127.0.0.1:*/beta     # all, if left out
        reason: the mock ends its messages with a period
        owner: team-mocks
        link: https://issues.example/7      # may be left out, as the rest may
        expires: 2026-12-31                 # its last day, UTC
        flaky: true                         # it may fail, and need not

  A waiver that fails no longer, whose day has passed, or that names nothing
  fails the run with its line: the list never rots. One that could not be
  seen, in a narrowed run, for another target or because its case stayed
  undecided, is idle and fails nothing. What is undecided is never waived.
  toeline waive writes the file from a report.

MANY TARGETS
  --targets names a YAML file; each target has a name and, beside it, the flags
  that are its own:

    targets:
      - name: mock
        target: http://127.0.0.1:8765/beta
      - name: gateway
        target: https://gateway.example/beta
        fixtures: gateway-tasks.yaml
        waivers: gateway-waivers.yaml

  Each has its reports, with its name before the extension (out.mock.json), and
  the matrix tells where they differ. --shard I/N takes a part, by the hash of
  the names; toeline matrix joins the reports of the parts. The journal is
  one for all, the exit code the first that applies over all, and files are
  found from the working directory. Two that are one service (localhost is
  127.0.0.1, and ::1) are refused where both would carry out the same task:
  tenants behind one URL have fixtures each.

SETTINGS
  A flag that is not given is read from a variable, TOELINE_ and its name
  (TOELINE_TARGET, TOELINE_TIMEOUT; commas part the values of a repeatable
  one), else from toeline.yaml in the working directory or the file of
  --config, a line a flag:

    target: https://gateway.example/beta
    strict: true
    report: [junit=out.xml, json=out.json]

  Consent (--allow-effects, --yes, --insecure-skip-tls-verify) is given on the
  command line alone, and --auth-command there or in the file of --targets.
  Reports tell what was set, and --dry-run where each value came from.

RECORD AND REPLAY
  --report har=FILE keeps every request of the run with its answer, redacted,
  as an HTTP archive that browsers open; each entry names its case. --replay
  FILE judges it again and sends nothing: the recorded answers, times, seed and
  fixtures, by the document of today. --document, --profile, --strict,
  --require, --level and --only stand in for what was recorded; --skip and
  --waivers add to it. A case that the recording has no answer to, or another
  request, is undecided. A recording is bounded at 32 MiB in memory: beyond it
  large answers are cut (their verdicts stay), and what is left of --fuzz is
  left out. Fixtures stand in it as their file has them.

WHEN IT IS INTERRUPTED
  After SIGINT or SIGTERM the reports are written and say that the run was cut
  short: exit 3, within two seconds. A second signal ends it at once. A report
  file is the old one or a whole new one, on a full disk too (exit 3).`

const exitCodes = `EXIT CODES, the first that applies
  2  wrong usage; a document that is unfit, fixtures that are wrong
  1  a gated requirement is broken and not waived, or a waiver is to be mended
  3  could not tell: the target is unreachable, nothing ran, the budget is
     spent, a gated case is undecided, the run was interrupted, or a report
     could not be written
  0  every gated requirement that was exercised holds`

const verifyExamples = `  toeline verify
  toeline verify --target http://127.0.0.1:8765/beta --wait 30s \
      --report junit=out.xml --report json=out.json
  toeline verify --target https://gateway.example/beta --fixtures tasks.yaml \
      --allow-effects --dry-run
  toeline verify --target https://graph.microsoft.com/beta --auth azure \
      --fixtures tasks.yaml --allow-effects --journal run.journal
  toeline verify --only 'invalid-guid.**' --skip ERA-NF-3`
