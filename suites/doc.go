// Package suites judges a server in a team's own tests. In a plain go test:
//
//	func TestContract(t *testing.T) {
//		suites.Run(t, suites.Options{Handler: newHandler()}) // or a URL, or gock's transport
//	}
//
// In a Ginkgo suite, beside specs of one's own:
//
//	var _ = suites.Describe(suites.Options{Handler: newHandler()})
//
// Both judge by the embedded contract; Options.Document is another, as lint.Load reads
// it, which takes any OpenAPI document, and Options.Fixtures says what the server holds. [Run]
// reports each cause that fails as a subtest; [Describe] makes a container of each situation, and
// an It of each case.
//
// The package owns the tree of specs, its labels and its order, and what a spec says when a
// contract is broken. It is the only importer of Ginkgo and Gomega. It never judges: verdicts are
// those of package verify, and a spec repeats its own. A situation without a file here is
// presented too.
//
// # What a spec says
//
// A spec asks the run for its case's result. It passes with the case, and
// fails with all findings at once when a gating requirement is broken. Findings
// that do not gate are report entries. A skipped case is a skipped spec, with
// its reason. An inconclusive case fails its spec, with a message that says so,
// since it did not pass. (For Run and for the exit code of a command line an
// inconclusive case that does not gate does not count.)
//
// # Order, labels, processes
//
// All specs of a Describe are in one container, in the order of the document;
// the cases of one each are in the order of their ids. The code location of a
// spec is its case's place in the document.
//
// Labels are the ids of the case and its situation, the ids of the
// requirements of its own checks, the levels of all that it exercises (must,
// should, may), and effect-none, effect-if-broken or effect-executes:
//
//	ginkgo --label-filter 'must && !effect-executes' ./suites
//	ginkgo --label-filter 'ERA-NF-3' ./suites
//
// Cases with an effect are Serial: under ginkgo -p they run in one process, one
// after another, so that no resource is executed twice. Under -p, with --fail-fast,
// and where specs are filtered by label, text, file or version, nothing is
// sent before its spec runs: what is filtered out is never sent. Otherwise the
// exchanges run ahead in parallel and specs wait for theirs. A filter that
// leaves no spec fails the suite.
//
// The seed of random ids is Ginkgo's own, the same in every process.
package suites
