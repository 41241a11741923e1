//go:build !unix

package main

func ignoreFileLimit() {} // there is no such limit
