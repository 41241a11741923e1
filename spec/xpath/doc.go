// Package xpath owns XML documents as contracts look at them: it reads one, and evaluates
// expressions of XPath 1.0 on it. A name without a prefix matches in every namespace, because the
// namespace of a service is part of its version; namespace-uri() looks at it where a contract
// wants to. It never resolves entities or reads what a document refers to, and its work is bounded
// whatever a target sends.
package xpath
